import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

const packages = [
  ["etcd", "go.etcd.io/etcd/server/v3"],
  ["kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager"],
  ["kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver"],
] as const;
const version = "k8s.io/component-base/version";
const quietMs = 10_000;

/** Builds the programs into the folder, saying how far it is; throws with the compiler's words. */
export async function buildPrograms(options: {
  readonly go: string;
  readonly folder: string;
  readonly say: (line: string) => void;
}): Promise<void> {
  const { go, folder, say } = options;
  say("building a real Kubernetes from source, once: this takes some minutes");
  const flags = await linkerFlags();
  for (const [name, source] of packages) {
    const start = performance.now();
    const output = join(folder, name);
    await goBuild({ go, say, name, args: ["build", "-v", ...flags, "-o", output, source] });
    say(`built ${name} in ${Math.round((performance.now() - start) / 1000)} s`);
  }
}

/** Programs without a version call themselves v0.0.0, and refuse each other for that. */
async function linkerFlags(): Promise<readonly string[]> {
  const goMod = await readFile(join(import.meta.dirname, "go.mod"), "utf8");
  const release = /k8s\.io\/kubernetes v((\d+)\.(\d+)\.\d+)/.exec(goMod);
  if (release === null) throw new Error("go.mod names no version of k8s.io/kubernetes");
  const [, full, major, minor] = release;
  const values = { gitVersion: `v${full}`, gitMajor: major, gitMinor: minor };
  const settings = Object.entries(values).map(([key, value]) => `-X ${version}.${key}=${value}`);
  return ["-trimpath", "-ldflags", `-s -w ${settings.join(" ")}`];
}

async function goBuild(options: {
  readonly go: string;
  readonly args: readonly string[];
  readonly name: string;
  readonly say: (line: string) => void;
}): Promise<void> {
  const { go, args, name, say } = options;
  const child = spawn(go, args, {
    cwd: import.meta.dirname,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, CGO_ENABLED: "0" },
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
  const progress = setInterval(() => {
    say(`building ${name}: ${lines.length} packages so far`);
  }, quietMs);
  const [code] = await once(child, "exit");
  clearInterval(progress);
  if (code !== 0) throw new Error(`${name} cannot be built:\n${lines.slice(-20).join("\n")}`);
}
