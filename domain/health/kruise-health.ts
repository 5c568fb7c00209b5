import { behindMessage, isBehind } from "./generation.ts";
import { failed, healthy, progressing, suspended } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, fieldAt, numberAt, textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { phaseHealth } from "./phase-health.ts";
import { partitionOf } from "./replica-counts.ts";
import { wordsOf } from "./words.ts";
import { workloadHealth } from "./workload-health.ts";

const failures: ReadonlySet<string> = new Set(["FailedScale", "FailedUpdate", "FailedCreatePod"]);

/** A CloneSet or StatefulSet of OpenKruise, which count the new pods by themselves. */
export function kruiseSetHealth(object: LiveObject): Health {
  const { status } = object;
  const held = heldBack(object);
  if (held !== null) return held;
  if (isBehind(object)) return progressing(behindMessage);
  const total = numberAt(status, "replicas") ?? 0;
  const updated = numberAt(status, "updatedAvailableReplicas");
  if (updated === undefined) return workloadHealth(object);
  if (updated === total) return healthy("every pod is as wanted");
  const broken = conditionsOf(object).find(
    (one) => failures.has(one.type) && one.status === "True",
  );
  return broken ? failed(wordsOf(broken)) : progressing(`${updated} of ${total} available`);
}

/** A DaemonSet of OpenKruise, which can be paused and stop at a partition. */
export function kruiseDaemonSetHealth(object: LiveObject): Health {
  return heldBack(object) ?? workloadHealth(object);
}

function heldBack(object: LiveObject): Health | null {
  const strategy = fieldAt(object.spec, "updateStrategy");
  const isPaused =
    fieldAt(strategy, "paused") === true || fieldAt(strategy, "rollingUpdate", "paused") === true;
  if (isPaused) return suspended("its update is paused");
  const partition = partitionOf(object) ?? 0;
  return partition > 0 ? suspended(`partition ${partition} holds pods back`) : null;
}

/** A Rollout of OpenKruise: a step that waits for a person is told as such. */
export function kruiseRolloutHealth(object: LiveObject): Health {
  const { status } = object;
  if (isBehind(object)) return progressing(behindMessage);
  const message = textAt(status, "message");
  const step = textAt(status, "canaryStatus", "currentStepState");
  const isRunning = textAt(status, "phase") === "Progressing";
  if (isRunning && step === "StepPaused") return suspended(message ?? "a step waits");
  return phaseHealth(object) ?? progressing(message ?? "it has not begun yet");
}
