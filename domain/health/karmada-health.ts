import { failed, healthy, progressing } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, fieldAt, itemsAt, textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { wordsOf } from "./words.ts";

/** A Karmada binding: scheduled, applied everywhere, and healthy in every member cluster. */
export function bindingHealth(object: LiveObject): Health {
  const bad = itemsAt(object.status, "aggregatedStatus").find((member) => !isWell(member));
  if (bad !== undefined) {
    return failed(`${textAt(bad, "clusterName") ?? "a cluster"} is not as wanted`);
  }
  const conditions = conditionsOf(object);
  const unmet = conditions.find((condition) => condition.status !== "True");
  if (unmet) return progressing(wordsOf(unmet));
  const applied = conditions.find(({ type }) => type === "FullyApplied");
  return applied ? healthy(wordsOf(applied)) : progressing("it is not applied everywhere yet");
}

function isWell(member: unknown): boolean {
  return fieldAt(member, "applied") === true && textAt(member, "health") !== "Unhealthy";
}
