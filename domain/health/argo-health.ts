import { countsPending } from "#domain/rollout/replica-counts.ts";

import { failed, healthy, progressing, suspended } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, fieldAt, itemsAt, numberAt, textAt } from "./live-object.ts";
import type { Condition, LiveObject } from "./live-object.ts";
import { phaseHealth } from "./phase-health.ts";
import { replicaCounts } from "./replica-counts.ts";
import { wordsOf } from "./words.ts";

/** Reasons of a Rollout's Progressing condition that end it. */
const endedReasons: ReadonlySet<string> = new Set(["RolloutAborted", "ProgressDeadlineExceeded"]);

/** An Argo Rollout: its own phase where it is of this generation, else conditions, pauses and counters. */
export function argoRolloutHealth(object: LiveObject): Health {
  const { spec, status } = object;
  if (Object.keys(status).length === 0) return progressing("its controller has not seen it yet");
  const broken = conditionsOf(object).find(isBroken);
  if (broken) return failed(wordsOf(broken));
  if (!isObserved(object)) return progressing("its controller has not seen the change yet");
  const phase = phaseHealth(object);
  if (phase !== null) return phase;
  if (fieldAt(spec, "paused") === true) return suspended("it is paused");
  const [pause] = itemsAt(status, "pauseConditions");
  if (pause !== undefined) return suspended(textAt(pause, "reason") ?? "it is paused");
  const pending = countsPending(replicaCounts(object)) ?? switchPending(object);
  return pending === null ? healthy("the rollout is complete") : progressing(pending);
}

function isBroken({ type, status, reason }: Condition): boolean {
  if (type === "InvalidSpec") return status === "True";
  return type === "Progressing" && endedReasons.has(reason ?? "");
}

/** The template may be another workload's, whose generation the controller notes in an annotation. */
const workloadGeneration = "rollout.argoproj.io/workload-generation";

/** Versions before 1.0 write a hash there, of which nothing can be told. */
function isObserved({ metadata, status }: LiveObject): boolean {
  const wanted = metadata.annotations?.[workloadGeneration];
  const seen = textAt(status, "workloadObservedGeneration");
  if (wanted !== undefined && seen !== undefined && wanted !== seen) return false;
  const observed = Number(textAt(status, "observedGeneration") ?? "");
  return !Number.isInteger(observed) || observed >= (metadata.generation ?? 0);
}

/** What is left once all pods are there: the services have to point to them, or the steps to be done. */
function switchPending({ spec, status }: LiveObject): string | null {
  const hash = textAt(status, "currentPodHash");
  if (fieldAt(spec, "strategy", "blueGreen") !== undefined) {
    const active =
      textAt(status, "blueGreen", "activeSelector") ?? textAt(status, "activeSelector");
    return active === hash ? null : "the active service still points to the old pods";
  }
  const stable = textAt(status, "stableRS") ?? textAt(status, "canary", "stableRS") ?? hash;
  const steps = itemsAt(spec, "strategy", "canary", "steps").length;
  const step = numberAt(status, "currentStepIndex") ?? steps;
  if (step < steps) return `step ${step} of ${steps}`;
  return stable === hash ? null : "the new pods are not the stable ones yet";
}

/** An Argo CD Application says itself how what it deploys does. */
export function argoApplicationHealth({ status }: LiveObject): Health {
  const said = textAt(status, "health", "status");
  const message = textAt(status, "health", "message");
  switch (said) {
    case "Healthy":
      return healthy(message ?? "everything it deploys is healthy");
    case "Suspended":
      return suspended(message ?? "something it deploys is suspended");
    case "Degraded":
      return failed(message ?? "something it deploys is degraded");
    default:
      return progressing(message ?? (said ? `it is ${said}` : "it has not been looked at yet"));
  }
}

/** Whatever Argo runs to an end, by its phase; one that has none has not begun. */
export function argoRunHealth(object: LiveObject): Health {
  return phaseHealth(object) ?? progressing("it has not begun yet");
}
