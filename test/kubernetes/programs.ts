import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { findProgram, isExecutable } from "#tools/test/find-program.ts";

import { buildPrograms } from "./build-programs.ts";

/** Where the programs of a control plane are. */
export interface KubernetesPrograms {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
}

const names = {
  etcd: "etcd",
  apiServer: "kube-apiserver",
  controllerManager: "kube-controller-manager",
} as const;

/**
 * The programs of a real control plane: those in KUBEBUILDER_ASSETS, or built once from Go modules into the
 * user's cache folder, which takes minutes. Null, with a sentence told, where there is neither.
 */
export async function findKubernetesPrograms(
  say: (line: string) => void,
): Promise<KubernetesPrograms | null> {
  const assets = process.env["KUBEBUILDER_ASSETS"];
  if (assets) {
    if (isComplete(assets)) return programsIn(assets);
    say(
      `KUBEBUILDER_ASSETS names ${assets}, which lacks one of ${Object.values(names).join(", ")}`,
    );
  }
  const folder = await cacheFolder();
  if (isComplete(folder)) return programsIn(folder);
  const go = findProgram("go");
  if (go === null) {
    say("no real Kubernetes: install Go, or name the programs' folder in KUBEBUILDER_ASSETS");
    return null;
  }
  await buildInto(folder, { go, say });
  return programsIn(folder);
}

/** Built beside and moved when whole, so that a build that broke off is never taken for one. */
async function buildInto(
  folder: string,
  { go, say }: { readonly go: string; readonly say: (line: string) => void },
): Promise<void> {
  const building = `${folder}.${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    await buildPrograms({ go, folder: building, say });
    if (!isComplete(folder)) await rename(building, folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function cacheFolder(): Promise<string> {
  const sums = await readFile(join(import.meta.dirname, "go.sum"));
  const key = createHash("sha256").update(sums).digest("hex").slice(0, 16);
  const caches = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(caches, "stagecoach", "kubernetes", key);
}

function isComplete(folder: string): boolean {
  return (
    existsSync(folder) && Object.values(names).every((name) => isExecutable(join(folder, name)))
  );
}

function programsIn(folder: string): KubernetesPrograms {
  return {
    etcd: join(folder, names.etcd),
    apiServer: join(folder, names.apiServer),
    controllerManager: join(folder, names.controllerManager),
  };
}
