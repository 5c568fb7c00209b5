import { rm } from "node:fs/promises";
import { join } from "node:path";

import { startControlPlane } from "./control-plane.ts";
import type { ControlPlane } from "./control-plane.ts";
import { startEtcd } from "./etcd.ts";
import { findKubernetesPrograms } from "./programs.ts";

/** Control planes that share an etcd, and how to reach each. */
export interface ControlPlanes {
  readonly access: readonly Pick<ControlPlane, "server" | "ca" | "token">[];
  readonly failed: Promise<never>;
  readonly pids: () => readonly number[];
  readonly stop: () => Promise<void>;
}

/** Starts empty control planes; throws a sentence where this machine can have none. */
export async function startControlPlanes(options: {
  readonly folder: string;
  readonly names: readonly string[];
  readonly say: (line: string) => void;
}): Promise<ControlPlanes> {
  const { folder, names, say } = options;
  const programs = await findKubernetesPrograms(say);
  if (programs === null) throw new Error("There is no real Kubernetes to start.");
  await rm(folder, { recursive: true, force: true });
  const etcd = await startEtcd(programs.etcd, join(folder, "etcd"));
  const starts = await Promise.allSettled(
    names.map((name) =>
      startControlPlane({ programs, name, folder: join(folder, name), etcd: etcd.url }),
    ),
  );
  const planes = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  async function stop(): Promise<void> {
    await Promise.all(planes.map((plane) => plane.stop()));
    await etcd.stop();
  }
  const failure = starts.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") {
    await stop();
    throw failure.reason;
  }
  const failed = Promise.race([etcd.failed, ...planes.map((plane) => plane.failed)]);
  failed.catch(() => undefined);
  return {
    access: planes.map(({ server, ca, token }) => ({ server, ca, token })),
    failed,
    pids: () => [etcd, ...planes].flatMap((part) => part.pids()),
    stop,
  };
}
