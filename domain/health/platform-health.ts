import { failed, healthy, progressing } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { wordsOf } from "./words.ts";

/** A volume claim is healthy when it is bound, and failed when its volume is lost. */
export function claimHealth({ status }: LiveObject): Health {
  const phase = textAt(status, "phase");
  if (phase === "Bound") return healthy("the claim is bound");
  if (phase === "Lost") return failed("the volume behind the claim is lost");
  return progressing("the claim is not bound yet");
}

/** A definition is healthy when it is established, and failed when another has taken its names. */
export function definitionHealth(object: LiveObject): Health {
  const conditions = conditionsOf(object);
  const refused = conditions.find(
    ({ type, status }) => type === "NamesAccepted" && status === "False",
  );
  if (refused) return failed(wordsOf(refused));
  const established = conditions.find(({ type }) => type === "Established");
  if (established === undefined) return progressing("it is not established yet");
  if (established.status === "True") return healthy(wordsOf(established));
  return established.reason === "Installing"
    ? progressing(wordsOf(established))
    : failed(wordsOf(established));
}
