import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure, isStatus } from "#agent/kube/kube-failure.ts";
import { hideValues, valuesOf, withoutEach } from "#agent/secrecy/hide-values.ts";
import { logLimits } from "#contracts/agent-logs.ts";
import type { LogRun, PodEvent, PodLogs } from "#contracts/agent-logs.ts";
import type { AgentCommand } from "#contracts/agent-protocol.ts";

import { readLogTail } from "./log-tail.ts";
import { podEvents } from "./pod-events.ts";

/** The person who asked waits half a minute at most. */
const answerMs = 20_000;
const mostEvents = "500";

const Status = z.object({
  name: z.string(),
  restartCount: z.int().nullish(),
  state: z.object({ waiting: z.object({}).nullish() }).nullish(),
});
const Pod = z.object({
  metadata: z.object({ uid: z.string() }),
  status: z
    .object({
      containerStatuses: z.array(Status).nullish(),
      initContainerStatuses: z.array(Status).nullish(),
    })
    .default({}),
});

/** The last lines of a container, of its run before this one too where it was restarted, and its pod's events. */
export async function readPodLogs(
  of: Extract<AgentCommand, { readonly name: "logs" }>,
  cluster: { readonly client: KubeClient; readonly signal: AbortSignal },
): Promise<PodLogs> {
  const { namespace, pod: name, container } = of;
  const signal = AbortSignal.any([cluster.signal, AbortSignal.timeout(answerMs)]);
  const reading = { client: cluster.client, signal };
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const log = `${path}/pods/${encodeURIComponent(name)}/log`;
  try {
    const answer = await reading.client.send({
      path: `${path}/pods/${encodeURIComponent(name)}`,
      signal,
    });
    const { metadata, status } = Pod.parse(answer);
    const statuses = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
    const runs = runsOf(statuses.find((each) => each.name === container));
    const [events, ...read] = await Promise.all([
      readEvents(reading, path, metadata.uid),
      ...runs.map((run) => readRun(reading, { log, container, run })),
    ]);
    return withoutValues({ state: "read", runs: read, events }, valuesOf(answer));
  } catch (error) {
    if (isStatus(error, 404)) return { state: "gone" };
    if (isStatus(error, 401, 403)) return { state: "no-right" };
    throw error;
  }
}

/** While a container waits to be started again, its newest log is the one of the run that ended. */
function runsOf(status: z.infer<typeof Status> | undefined): readonly LogRun["run"][] {
  if ((status?.restartCount ?? 0) === 0) return ["current"];
  return status?.state?.waiting ? ["previous"] : ["previous", "current"];
}

/** Programs print how they are configured; the variables and arguments of the pod stay in the cluster all the same. */
function withoutValues(
  { runs, events }: Extract<PodLogs, { readonly state: "read" }>,
  values: readonly string[],
): PodLogs {
  const quotable = { values, others: false, output: true };
  return {
    state: "read",
    runs: runs.map((run) => ({ ...run, text: withoutEach(run.text, values) })),
    events: events.map((event) => ({ ...event, message: hideValues(event.message, quotable) })),
  };
}

interface Reading {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
}

async function readRun(
  { client, signal }: Reading,
  of: { readonly log: string; readonly container: string; readonly run: LogRun["run"] },
): Promise<LogRun> {
  const { log, container, run } = of;
  const previous = { previous: String(run === "previous") };
  const query = { container, tailLines: String(logLimits.lines), ...previous };
  try {
    const lines = await client.stream({ path: log, query, accept: "*/*", signal });
    return { run, ...(await readLogTail(lines)), unread: null };
  } catch (error) {
    const why = unreadable(error);
    if (why === null) throw error;
    return { run, text: "", truncated: false, unread: why };
  }
}

/** A container that did not start has no log, which is no failure; a node that does not answer has none to give. */
function unreadable(error: unknown): string | null {
  if (!(error instanceof KubeFailure)) return null;
  return error.status === 400 || error.status >= 500 ? error.message.slice(0, 1000) : null;
}

/** Nothing where events may not be read: the log alone is worth showing. */
async function readEvents(
  { client, signal }: Reading,
  path: string,
  uid: string,
): Promise<PodEvent[]> {
  const query = { fieldSelector: `involvedObject.uid=${uid}`, limit: mostEvents };
  try {
    return podEvents(await client.send({ path: `${path}/events`, query, signal }));
  } catch (error) {
    if (isStatus(error, 403)) return [];
    throw error;
  }
}
