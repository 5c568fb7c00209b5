import type { AskPodLogs, PodLogsAnswer } from "#contracts/api/pod-logs.ts";
import { DomainError } from "#domain/error.ts";
import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import { troubledContainer } from "#domain/rollout/troubled-container.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { PodLogRow } from "#ports/store/pod-logs.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import { authorize } from "#services/authorize.ts";
import type { TenantContext, Verb } from "#services/context.ts";

import { presentPodLogs, unasked } from "./present-pod-logs.ts";

const answerMs = 30_000;
const keptMs = 15 * 60_000;
/** Kinds whose pods are those of the workloads that they deploy. */
const deployers: ReadonlySet<string> = new Set(["helmrelease", "kustomization", "application"]);
/** What one agent is asked at a time, so that nobody makes it read logs all day. */
const mostWaiting = 10;

/**
 * Asks a cluster's agent for the last lines of a container of a pod that it reported. The answer is kept for 15
 * minutes, for the asker alone. DomainError "not-found" where the cluster or the pod is not known.
 */
export async function askPodLogs({
  ctx,
  input,
}: Verb<AskPodLogs & { readonly clusterId: string }>): Promise<PodLogsAnswer> {
  const { cluster, namespace, question } = await ctx.store.read(ctx.organization.id, (tx) =>
    prepare(tx, ctx, input),
  );
  const { environment } = cluster;
  authorize(ctx, "logs.read", environment);
  const hindrance = hindranceOf(cluster);
  if (hindrance !== null) return unasked(question, hindrance);
  const { id, clusterId, pod, container } = question;
  const intent = {
    permission: "logs.read",
    event: "pod-logs.read",
    actor: ctx.actor,
    grant: ctx.grant,
    environment,
    subject: `pod/${namespace}/${pod}`,
    details: { cluster: cluster.name, container },
  } as const;
  return ctx.store.write(ctx.organization.id, intent, async (tx) => {
    if ((await tx.waitingPodLogs(clusterId, question.askedAt)) >= mostWaiting) {
      const message = `The agent of ${cluster.name} is still reading other logs. Try again in a moment.`;
      throw new DomainError("unavailable", message);
    }
    await tx.askPodLog({ ...question, payload: { namespace, pod, container } });
    return presentPodLogs({ ...question, id, answer: null }, question.askedAt);
  });
}

type Question = Omit<PodLogRow, "answer">;

async function prepare(
  tx: TenantReader,
  ctx: TenantContext,
  input: AskPodLogs & { readonly clusterId: string },
): Promise<{
  readonly cluster: ClusterRow;
  readonly namespace: string;
  readonly question: Question;
}> {
  const cluster = await tx.cluster(input.clusterId);
  const identity = parseWorkloadKey(input.workload);
  if (!cluster || !identity) throw new DomainError("not-found", "There is no such workload.");
  const workload = workloadKey(identity);
  const [row] = await tx.workloads({ clusterId: cluster.id, key: workload });
  const pod = row?.observed.pods.find(({ name }) => name === input.pod);
  const containers = pod?.containers.map(({ name }) => name) ?? [];
  const container = input.container ?? (pod && troubledContainer(pod.containers)?.name);
  if (!container || !containers.includes(container)) throw gone(input.pod, cluster);
  const askedAt = ctx.clock.now();
  const question = {
    id: ctx.ids.uuid(),
    clusterId: cluster.id,
    askedBy: askerId(ctx),
    workload,
    pod: input.pod,
    container,
    containers,
    askedAt,
    waitUntil: new Date(askedAt.getTime() + answerMs),
    forgetAt: new Date(askedAt.getTime() + keptMs),
  };
  return { cluster, namespace: await namespaceOf(tx, question), question };
}

/** What Flux and Argo CD deploy may stand in another namespace than their own objects, which count its pods as theirs. */
async function namespaceOf(
  tx: TenantReader,
  { clusterId, workload, pod }: Question,
): Promise<string> {
  const { namespace = "", kind = "" } = parseWorkloadKey(workload) ?? {};
  if (!deployers.has(kind)) return namespace;
  const others = await tx.workloads({ clusterId });
  const own = others.find(
    ({ observed }) =>
      !deployers.has(observed.kind) && observed.pods.some(({ name }) => name === pod),
  );
  return own?.observed.namespace ?? namespace;
}

function gone(pod: string, cluster: ClusterRow): DomainError {
  return new DomainError("not-found", `${cluster.name} has no such container in a pod ${pod}.`);
}

/** Why asking is of no use. */
function hindranceOf({
  connected,
  capabilities,
}: ClusterRow): "offline" | "too-old" | "no-right" | null {
  if (!connected) return "offline";
  if (capabilities === null) return "too-old";
  return capabilities.includes("logs") ? null : "no-right";
}

/** Only people ask; a machine's actor has no one to keep an answer for. */
export function askerId({ actor }: TenantContext): string {
  if (actor.type === "user") return actor.id;
  throw new DomainError("forbidden", "Only a person may read logs.");
}
