import { timestamp } from "#sandbox/kubernetes/object.ts";
import type { Condition } from "#sandbox/kubernetes/pod.ts";

/** The conditions with this one set; its transition time moves only when its status does. */
export function withCondition({
  conditions = [],
  condition,
  now,
}: {
  conditions: readonly Condition[] | undefined;
  condition: Omit<Condition, "lastTransitionTime">;
  now: Date;
}): readonly Condition[] {
  const before = conditionOf(conditions, condition.type);
  const lastTransitionTime =
    before?.status === condition.status && before.lastTransitionTime
      ? before.lastTransitionTime
      : timestamp(now);
  const next = { ...condition, lastTransitionTime };
  return before ? conditions.map((each) => (each === before ? next : each)) : [...conditions, next];
}

/** As `withCondition`, with the update time that conditions of Deployments carry. */
export function withUpdatedCondition({
  conditions = [],
  condition,
  now,
}: {
  conditions: readonly Condition[] | undefined;
  condition: Omit<Condition, "lastTransitionTime" | "lastUpdateTime">;
  now: Date;
}): readonly Condition[] {
  const before = conditionOf(conditions, condition.type);
  if (before?.status === condition.status && before.reason === condition.reason) return conditions;
  return withCondition({
    conditions,
    now,
    condition: { ...condition, lastUpdateTime: timestamp(now) },
  });
}

export function conditionOf(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}
