import { setTimeout as sleep } from "node:timers/promises";

import { DomainError } from "#domain/error.ts";

import type { GatewayContext } from "./gateway-context.ts";

/**
 * Does the work, again and again while what it needs does not answer. Throws what is not worth a retry, and the last
 * error once the signal aborts.
 */
export async function retryWhileAway<T>(
  { log, tuning }: Pick<GatewayContext, "log" | "tuning">,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError && error.retryable) || signal.aborted) throw error;
      log("warning", "the database does not answer; waiting", { attempt });
      const longest = tuning.retryMs * Math.min(2 ** attempt, 10);
      await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}
