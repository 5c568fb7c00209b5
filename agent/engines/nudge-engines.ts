import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { Outcome } from "#agent/stream/command-queue.ts";
import { inParallel } from "#agent/sync/in-parallel.ts";
import { mostNudged } from "#contracts/agent-nudge.ts";
import type { NudgeTarget, NudgedEngine } from "#contracts/agent-nudge.ts";

import { EngineApi } from "./engine-api.ts";
import { nudgeArgo } from "./nudge-argo.ts";
import { nudgeFlux } from "./nudge-flux.ts";
import { nudgeMessage } from "./nudge-message.ts";
import { nudgeTargets } from "./nudge-targets.ts";
import type { ProjectWindows } from "./project-windows.ts";

const lanes = 8;

/**
 * Has everything that deploys the path look at git at once, and says of each what was done. The sources of Flux come
 * first, because what applies them would find nothing new before.
 */
export async function nudgeEngines(
  target: NudgeTarget,
  context: {
    readonly client: KubeClient;
    readonly engines: readonly WorkloadRecord[];
    readonly windows: Pick<ProjectWindows, "look" | "state">;
    /** Whether Applications that do not sync by themselves are told to. */
    readonly maySync: boolean;
    readonly signal: AbortSignal;
  },
): Promise<Outcome> {
  const { client, windows, maySync, signal } = context;
  const { revision, at } = target;
  const api = new EngineApi(client, signal);
  const { sources, appliers, applications } = nudgeTargets(context.engines, target);
  const engines: NudgedEngine[] = [];
  async function each(
    records: readonly WorkloadRecord[],
    nudge: (record: WorkloadRecord) => Promise<NudgedEngine | null>,
  ): Promise<void> {
    async function work(record: WorkloadRecord): Promise<void> {
      const answer = await nudge(record);
      if (answer !== null) engines.push(answer);
    }
    await inParallel(records, { lanes, work });
  }
  await each(sources, (record) => nudgeFlux(record, { api, at }));
  await each(appliers, (record) => nudgeFlux(record, { api, at }));
  // What was read a minute ago, or not yet, is not enough to have something synced by.
  if (maySync && applications.length > 0) await windows.look(signal, Date.now());
  await each(applications, (record) => {
    const window = windows.state(record, Date.now());
    return nudgeArgo(record, { api, revision, maySync, window });
  });
  return {
    ok: engines.some(({ did }) => did === "asked" || did === "synced" || did === "current"),
    message: nudgeMessage(target, engines),
    sync: null,
    nudge: { revision, engines: engines.slice(0, mostNudged) },
  };
}
