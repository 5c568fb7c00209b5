import { hash } from "node:crypto";

import { markBytes, markText } from "#contracts/workload-mark.ts";

import type { AgentContext, AgentSession } from "./agent-context.ts";

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
  return rows.map(({ observed }) => ({
    uid: observed.uid,
    mark: hash("sha256", markText(observed), "buffer").subarray(0, markBytes),
  }));
}
