import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import type { CommandRow } from "#ports/store/command-rows.ts";

import type { AgentContext } from "./agent-context.ts";
import type { OpenedSession } from "./open-session.ts";
import { readOwnKinds } from "./own-kinds.ts";

/** Whether the session is still the one that counts, and if so what its agent has to do. */
export type Standing =
  | {
      readonly kind: "current";
      readonly commands: readonly CommandRow[];
      /** The kinds that the organization calls workloads now. */
      readonly ownKinds: readonly OwnKind[];
    }
  /** A newer connection holds the cluster's session. */
  | { readonly kind: "replaced" }
  /** The cluster is gone, its agent was enrolled anew, or the agent's key is locked. */
  | { readonly kind: "removed" };

/** Notes that the agent is alive and reads its open commands in order; expired ones are left out. */
export async function readCommands(input: {
  readonly ctx: AgentContext;
  readonly session: OpenedSession;
}): Promise<Standing> {
  const { ctx, session } = input;
  const { organizationId, clusterId, sessionEpoch, keyId } = session;
  return ctx.store.record(organizationId, async (tx) => {
    const now = ctx.clock.now();
    const key = await tx.agentKey(clusterId);
    if (key?.id !== keyId || key.lock !== null) return { kind: "removed" };
    const isCurrent = await tx.touchSession({ clusterId, sessionEpoch, now, connected: true });
    if (!isCurrent) return { kind: "replaced" };
    const commands = await tx.openCommands(clusterId, now);
    return { kind: "current", commands, ownKinds: await readOwnKinds(tx) };
  });
}
