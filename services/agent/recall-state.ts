import { hash } from "node:crypto";
import { setImmediate } from "node:timers/promises";

import { markBytes, markText } from "#contracts/workload-mark.ts";

import type { AgentContext, AgentSession } from "./agent-context.ts";

/** About ten milliseconds' worth: other agents of this process need not wait for all of a large cluster. */
const atOnce = 200;

/** A workload that is stored, and the bytes that an agent knows it by. */
export interface RecalledWorkload {
  readonly uid: string;
  readonly mark: Buffer;
}

/** All that is stored of the session's cluster, in an order of its own. */
export async function recallState(input: {
  readonly ctx: AgentContext;
  readonly session: AgentSession;
}): Promise<readonly RecalledWorkload[]> {
  const { ctx, session } = input;
  const { organizationId, clusterId } = session;
  const rows = await ctx.store.read(organizationId, (tx) => tx.workloads({ clusterId }));
  const recalled: RecalledWorkload[] = [];
  for (const { observed } of rows) {
    const mark = hash("sha256", markText(observed), "buffer").subarray(0, markBytes);
    recalled.push({ uid: observed.uid, mark });
    if (recalled.length % atOnce === 0) await setImmediate();
  }
  return recalled;
}
