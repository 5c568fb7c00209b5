import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { GoPrograms } from "#test/go/build-programs.ts";
import { findGoPrograms, hasPrograms } from "#test/go/find-programs.ts";

/** Where the programs of a control plane are. */
export interface KubernetesPrograms {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
}

const packages = {
  etcd: "go.etcd.io/etcd/server/v3",
  "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
  "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
} as const;

/**
 * The programs of a real control plane: those in KUBEBUILDER_ASSETS, or built once from Go modules. Null, with a
 * sentence told, where there is neither.
 */
export async function findKubernetesPrograms(
  say: (line: string) => void,
): Promise<KubernetesPrograms | null> {
  const assets = process.env["KUBEBUILDER_ASSETS"];
  const names = Object.keys(packages);
  if (assets && hasPrograms(assets, names)) return programsIn(assets);
  if (assets) say(`KUBEBUILDER_ASSETS names ${assets}, which lacks one of ${names.join(", ")}`);
  const folder = await findGoPrograms(await goPrograms(), say);
  if (folder !== null) return programsIn(folder);
  say("no real Kubernetes: install Go, or name the programs' folder in KUBEBUILDER_ASSETS");
  return null;
}

/** Programs without a version call themselves v0.0.0, and refuse each other for that. */
async function goPrograms(): Promise<GoPrograms> {
  const goMod = await readFile(join(import.meta.dirname, "go.mod"), "utf8");
  const release = /k8s\.io\/kubernetes v((\d+)\.(\d+)\.\d+)/.exec(goMod);
  if (release === null) throw new Error("go.mod names no version of k8s.io/kubernetes");
  const [, full = "", major = "", minor = ""] = release;
  const version = "k8s.io/component-base/version";
  return {
    module: import.meta.dirname,
    packages,
    variables: {
      [`${version}.gitVersion`]: `v${full}`,
      [`${version}.gitMajor`]: major,
      [`${version}.gitMinor`]: minor,
    },
  };
}

function programsIn(folder: string): KubernetesPrograms {
  return {
    etcd: join(folder, "etcd"),
    apiServer: join(folder, "kube-apiserver"),
    controllerManager: join(folder, "kube-controller-manager"),
  };
}
