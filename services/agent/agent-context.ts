import type { Clock, Ids } from "#ports/clock.ts";
import type { Store } from "#ports/store/store.ts";

/** What the verbs for agents need of the process they run in. */
export interface AgentContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** An agent whose key was checked, and the session that its connection holds. */
export interface AgentSession {
  readonly organizationId: string;
  readonly clusterId: string;
  /** A newer connection has a greater one; what is written under a smaller one is refused. */
  readonly sessionEpoch: number;
}
