import { z } from "zod";

import { longestMessage } from "#contracts/agent-workload.ts";
import type { ObservedCondition } from "#domain/rollout/observed.ts";

/** How many of an object's conditions are reported. */
export const mostConditions = 30;

/** `status.conditions` of any kind. */
export const Conditions = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().nullish(),
      message: z.string().nullish(),
    }),
  )
  .nullish();

/** The conditions without their times, which change without anything having changed. */
export function observedConditions(conditions: z.infer<typeof Conditions>): ObservedCondition[] {
  return (conditions ?? []).slice(0, mostConditions).map(({ type, status, reason, message }) => ({
    type,
    status,
    reason: reason || null,
    message: message ? shortened(message) : null,
  }));
}

/** The text as far as it is reported. */
export function shortened(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}
