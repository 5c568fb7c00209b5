import { behindMessage, isBehind } from "./generation.ts";
import { failed, healthy, progressing } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, numberAt, readConditions } from "./live-object.ts";
import type { Condition, LiveObject } from "./live-object.ts";
import { wordsOf } from "./words.ts";

/** Where `autoscaling/v1` keeps the conditions that its status has no field for. */
const conditionsAnnotation = "autoscaling.alpha.kubernetes.io/conditions";

/** Reasons for which an autoscaler cannot work until someone mends what it looks at. */
const brokenReasons: ReadonlySet<string> = new Set([
  "FailedGetScale",
  "FailedUpdateScale",
  "FailedGetResourceMetric",
  "FailedGetObjectMetric",
  "FailedGetPodsMetric",
  "FailedGetExternalMetric",
  "FailedGetContainerResourceMetric",
  "FailedConvertHPA",
  "InvalidMetricSourceType",
  "InvalidSelector",
  "AmbiguousSelector",
]);
const scalingTypes: ReadonlySet<string> = new Set([
  "AbleToScale",
  "ScalingActive",
  "ScalingLimited",
]);

/** An autoscaler fails when it cannot read or scale its target, and is healthy once it says that it can. */
export function autoscalerHealth(object: LiveObject): Health {
  const conditions = scalingConditions(object);
  const broken = conditions.find(({ reason }) => brokenReasons.has(reason ?? ""));
  if (broken) return failed(wordsOf(broken));
  const able = conditions.find(({ type, status }) => scalingTypes.has(type) && status === "True");
  return able ? healthy(wordsOf(able)) : progressing("it has not scaled anything yet");
}

function scalingConditions(object: LiveObject): readonly Condition[] {
  const own = conditionsOf(object);
  const annotation = object.metadata.annotations?.[conditionsAnnotation];
  if (own.length > 0 || annotation === undefined) return own;
  try {
    return readConditions(JSON.parse(annotation));
  } catch {
    return [];
  }
}

/** A disruption budget is in force once its controller has counted the pods. */
export function budgetHealth(object: LiveObject): Health {
  const observed = numberAt(object.status, "observedGeneration");
  if (observed === undefined || isBehind(object)) return progressing(behindMessage);
  return healthy("the budget is in force");
}
