import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import { startControlPlane } from "#test/kubernetes/control-plane.ts";
import { startEtcd } from "#test/kubernetes/etcd.ts";
import { kubeconfigFile } from "#test/kubernetes/kubeconfig-file.ts";
import { findKubernetesPrograms } from "#test/kubernetes/programs.ts";

import type { ChaosServer } from "./chaos-server.ts";

const Range = z.object({ header: z.object({ revision: z.string() }) });
const name = "chaos";

/** A real control plane without nodes; throws a sentence where this machine can have none. */
export async function startRealServer(say: (line: string) => void): Promise<ChaosServer> {
  const programs = await findKubernetesPrograms(say);
  if (programs === null) throw new Error("There is no real Kubernetes to start.");
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-chaos-kubernetes-"));
  const etcd = await startEtcd(programs.etcd, join(folder, "etcd"));
  const shared = { programs, name, folder: join(folder, name), etcd: etcd.url };
  async function close(): Promise<void> {
    await etcd.stop();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    let plane = await startControlPlane(shared);
    const { server, ca, token } = plane;
    const port = Number(new URL(server).port);
    return {
      port,
      kubeconfig: (proxied) =>
        kubeconfigFile({ name, server: `https://127.0.0.1:${proxied}`, ca, token }),
      async stop() {
        await plane.stop();
        return async () => {
          plane = await startControlPlane({ ...shared, port });
        };
      },
      compact: () => compact(etcd.url),
      hasControllers: true,
      async close() {
        await plane.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** By the JSON interface of etcd: everything before the newest revision is forgotten. */
async function compact(etcd: string): Promise<void> {
  async function ask(path: string, body: object): Promise<unknown> {
    const answer = await fetch(`${etcd}${path}`, { method: "POST", body: JSON.stringify(body) });
    return answer.json();
  }
  const range = await ask("/v3/kv/range", { key: Buffer.from("/").toString("base64") });
  const { revision } = Range.parse(range).header;
  await ask("/v3/kv/compaction", { revision });
}
