import { behindMessage, isBehind } from "./generation.ts";
import { failed, healthy, progressing, suspended } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, fieldAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { wordsOf } from "./words.ts";

/** Reasons with which Flux says "not yet", though Ready is False. */
const waits: ReadonlySet<string> = new Set([
  "ArtifactFailed",
  "DependencyNotReady",
  "Progressing",
  "ProgressingWithRetry",
  "SourceNotReady",
]);

/** The health of a Flux source, Kustomization or HelmRelease: unlike kstatus says, Ready = False is its failure. */
export function fluxHealth(object: LiveObject): Health {
  if (fieldAt(object.spec, "suspend") === true) return suspended("it is suspended");
  if (isBehind(object)) return progressing(behindMessage);
  const conditions = conditionsOf(object);
  const ready = conditions.find(({ type }) => type === "Ready");
  const stalled = conditions.find(({ type, status }) => type === "Stalled" && status === "True");
  if (stalled) return failed(wordsOf(stalled));
  const busy = conditions.find(({ type, status }) => type === "Reconciling" && status === "True");
  if (busy) return progressing(wordsOf(busy));
  if (ready === undefined) return progressing("it has not been reconciled yet");
  if (ready.status === "True") return healthy(wordsOf(ready));
  const isWaiting = ready.status === "Unknown" || waits.has(ready.reason ?? "");
  return isWaiting ? progressing(wordsOf(ready)) : failed(wordsOf(ready));
}
