import { behindMessage, isBehind } from "./generation.ts";
import { failed, healthy, progressing } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf } from "./live-object.ts";
import type { Condition, LiveObject } from "./live-object.ts";

/**
 * The health of a custom resource by the conditions that kstatus defines: Reconciling and Stalled tell what is not as
 * usual, Ready tells the rest. An object without them is as it should be.
 */
export function conditionHealth(object: LiveObject): Health {
  if (isBehind(object)) return progressing(behindMessage);
  const conditions = conditionsOf(object);
  const reconciling = conditions.find((one) => isTrue(one, "Reconciling", "InProgress"));
  if (reconciling) return progressing(wordsOf(reconciling));
  const stalled = conditions.find((one) => isTrue(one, "Stalled", "Failed"));
  if (stalled) return failed(wordsOf(stalled));
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready === undefined) return healthy("nothing says otherwise");
  return ready.status === "True" ? healthy(wordsOf(ready)) : progressing(wordsOf(ready));
}

function isTrue({ type, status }: Condition, ...types: readonly string[]): boolean {
  return status === "True" && types.includes(type);
}

/** What a condition says of itself, else its name. */
export function wordsOf({ type, reason, message }: Condition): string {
  return message || reason || type;
}
