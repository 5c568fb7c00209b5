import type { Log } from "#contracts/log.ts";
import type { Bus } from "#ports/bus.ts";
import type { AgentContext } from "#services/agent/agent-context.ts";

import type { Tuning } from "./tuning.ts";

/** What every connection of the gateway works with. */
export interface GatewayContext extends AgentContext {
  readonly bus: Bus;
  readonly log: Log;
  /** The gateway's public URL, http or https; agents' proofs are made out to its origin. */
  readonly url: string;
  readonly tuning: Tuning;
}
