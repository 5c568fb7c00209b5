import { z } from "zod";

import type { Config } from "#agent/config.ts";
import { readClusterUid } from "#agent/identity/cluster-uid.ts";
import { openClusterAccess } from "#agent/kube/cluster-access.ts";
import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure, isStatus } from "#agent/kube/kube-failure.ts";
import { Lease } from "#agent/leader/lease.ts";

import { checkRights } from "./check-rights.ts";
import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { networkWords } from "./network-cause.ts";

const longestMs = 30_000;
const Version = z.object({ gitVersion: z.string() });

interface Asked {
  readonly client: KubeClient;
  readonly config: Config;
  readonly signal: AbortSignal;
}

/** Whether the agent reaches its cluster, what it may do there, and which agent leads. */
export async function checkCluster(
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<readonly Finding[]> {
  const signal = AbortSignal.timeout(longestMs);
  const opened = await openClusterAccess(config.kubeconfig, env).catch((error: unknown) => {
    const next = "Run this where the agent runs, or name a kubeconfig in KUBECONFIG.";
    return findingsOf("API server").failed(networkWords(error), next);
  });
  if ("check" in opened) return [opened];
  const client = createKubeClient(opened);
  try {
    const asked = { client, config, signal };
    const server = await checkServer(asked, opened.server);
    if (server.status === "failed") return [server];
    return [server, scopeOf(config), ...(await checkRights(asked)), await checkLease(asked)];
  } finally {
    client.close();
  }
}

async function checkServer({ client, signal }: Asked, server: URL): Promise<Finding> {
  const { ok, failed } = findingsOf("API server");
  try {
    const { gitVersion } = Version.parse(await client.send({ path: "/version", signal }));
    const uid = await readClusterUid(client, signal);
    const name = uid === undefined ? "its uid may not be read" : `its uid is ${uid}`;
    return ok(`${server.host} is Kubernetes ${gitVersion}; ${name}.`);
  } catch (error) {
    const isRefusal =
      error instanceof KubeFailure && (error.status === 401 || error.status === 403);
    return failed(
      `${server.host}: ${networkWords(error)}.`,
      isRefusal
        ? "The service account's token is not accepted: check that the pod uses the agent's service account."
        : "Check the network policy's ports (6443 or 443), and NO_PROXY where a proxy is set for everything.",
    );
  }
}

function scopeOf({ namespaces }: Config): Finding {
  const { ok } = findingsOf("namespaces");
  if (namespaces.length === 0) return ok("The whole cluster is watched.");
  return ok(`Only these are watched: ${namespaces.join(", ")}.`);
}

async function checkLease({ client, config, signal }: Asked): Promise<Finding> {
  const { ok, skipped, failed } = findingsOf("lease");
  if (config.lease === undefined) return skipped("None is set: every agent works.");
  const { namespace, name } = config.lease;
  const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}`;
  try {
    const { spec } = Lease.parse(await client.send({ path, signal }));
    if (!spec?.holderIdentity) return ok("Nobody leads; the next agent that starts will.");
    return ok(`${spec.holderIdentity} leads, and renewed it at ${spec.renewTime ?? "no time"}.`);
  } catch (error) {
    if (isStatus(error, 404)) return ok("There is none yet; the first agent makes it.");
    return failed(
      `${namespace}/${name} cannot be read: ${networkWords(error)}.`,
      "Apply the agent's roles again: it needs the lease to start.",
    );
  }
}
