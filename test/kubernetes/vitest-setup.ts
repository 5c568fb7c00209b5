import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { startControlPlane } from "./control-plane.ts";
import type { ControlPlane } from "./control-plane.ts";
import { startEtcd } from "./etcd.ts";
import { findKubernetesPrograms } from "./programs.ts";
import type { KubernetesPrograms } from "./programs.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The control plane that all test files share; null where this machine can have none. */
    readonly controlPlane: Omit<ControlPlane, "failed" | "pids" | "stop"> | null;
  }
}

/** Starts one real control plane for all tests on Kubernetes, and says how to stop it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = await findKubernetesPrograms((line) => process.stdout.write(`${line}\n`));
  if (programs === null) {
    if (process.env["CI"] === "true") throw new Error("CI must run the tests on a real Kubernetes");
    project.provide("controlPlane", null);
    return () => Promise.resolve();
  }
  return start(project, programs);
}

async function start(
  project: TestProject,
  programs: KubernetesPrograms,
): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-kubernetes-"));
  const etcd = await startEtcd(programs.etcd, join(folder, "etcd"));
  async function close(): Promise<void> {
    await etcd.stop();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const plane = await startControlPlane({
      programs,
      name: "tests",
      folder: join(folder, "tests"),
      etcd: etcd.url,
    });
    const { server, ca, token, limitedToken, kubeconfig } = plane;
    project.provide("controlPlane", { server, ca, token, limitedToken, kubeconfig });
    return async () => {
      await plane.stop();
      await close();
    };
  } catch (error) {
    await close();
    throw error;
  }
}
