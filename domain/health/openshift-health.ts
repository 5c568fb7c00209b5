import { behindMessage, isBehind } from "./generation.ts";
import { failed, healthy, progressing } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { wordsOf } from "./words.ts";

/** A DeploymentConfig of OpenShift: its counters are those of the last controller, so its condition decides. */
export function deploymentConfigHealth(object: LiveObject): Health {
  if (isBehind(object)) return progressing(behindMessage);
  const progress = conditionsOf(object).find(({ type }) => type === "Progressing");
  if (progress === undefined) return progressing("it has not been rolled out yet");
  if (progress.reason === "NewReplicationControllerAvailable") return healthy(wordsOf(progress));
  return progress.status === "False" ? failed(wordsOf(progress)) : progressing(wordsOf(progress));
}
