import { z } from "zod";

import { hideValues, valuesOf } from "#agent/secrecy/hide-values.ts";
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

/** What a message is about; `others` where it may also be about objects that are not at hand. */
interface About {
  readonly object: unknown;
  readonly others?: boolean;
}

const anything: About = { object: null, others: true };

/** The conditions without their times, which change without anything having changed. */
export function observedConditions(
  conditions: z.infer<typeof Conditions>,
  about: About,
): ObservedCondition[] {
  return (conditions ?? []).slice(0, mostConditions).map(({ type, status, reason, message }) => ({
    type,
    status,
    reason: reason || null,
    message: message ? shortened(message, about) : null,
  }));
}

/** Words of messages that quote values; most messages have none, and looking for values takes time. */
const telling = /denied|refused|forbidden|invalid|fail|error|exec|not found|unmarshal|expected/i;

/** The message as far as it is reported: cut, and without values. */
export function shortened(message: string, about: About = anything): string {
  const { object, others = false } = about;
  const text = telling.test(message)
    ? hideValues(message, { values: valuesOf(object), others })
    : message;
  if (text.length <= longestMessage) return text;
  // Half a value is not known to be one.
  return `${text.slice(0, longestMessage).replace(/\s\S{0,100}$/, "")}…`;
}
