import { behindMessage, isBehind } from "./generation.ts";
import { failed, healthy, progressing, suspended } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, fieldAt } from "./live-object.ts";
import type { Condition, LiveObject } from "./live-object.ts";
import { phaseHealth } from "./phase-health.ts";
import { wordsOf } from "./words.ts";

/** Conditions that tell of a failure by being there. */
const errorTypes = ["ErrorOccurred", "SpecError", "Stalled", "SubmissionError", "Failed"];
const failureReason = /(?:Failed|Error)$/;

/**
 * The health of a custom resource by the conditions that kstatus defines: Reconciling and Stalled tell what is not as
 * usual, Ready tells the rest; where there is no Ready, its phase does. An object that says nothing is as it should be.
 */
export function conditionHealth(object: LiveObject): Health {
  if (isBehind(object)) return progressing(behindMessage);
  if (fieldAt(object.spec, "paused") === true) return suspended("it is paused");
  const conditions = conditionsOf(object);
  const reconciling = conditions.find((one) => isTrue(one, ["Reconciling", "InProgress"]));
  if (reconciling) return progressing(wordsOf(reconciling));
  const broken = conditions.find((one) => isTrue(one, errorTypes) || isRefused(one));
  if (broken) return failed(wordsOf(broken));
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready === undefined) return phaseHealth(object) ?? healthy("nothing says otherwise");
  return ready.status === "True" ? healthy(wordsOf(ready)) : progressing(wordsOf(ready));
}

function isRefused({ status, reason }: Condition): boolean {
  return status === "False" && failureReason.test(reason ?? "");
}

function isTrue({ type, status }: Condition, types: readonly string[]): boolean {
  return status === "True" && types.includes(type);
}
