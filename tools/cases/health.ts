import { z } from "zod";

import type { HealthStatus } from "#domain/health/health.ts";
import { objectHealth } from "#domain/health/object-health.ts";

import { disagreements } from "./health-disagreements.ts";
import type { HealthVocabulary } from "./health-disagreements.ts";
import { markOf, Marks } from "./marks.ts";
import { apart, failed, passed } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const Given = z.looseObject({
  statusVocabulary: z.string(),
  expectedStatus: z.string().nullish(),
  object: z.looseObject({ kind: z.string().default("") }),
  ...Marks,
});

/** The other tools' words in ours; the words of all three vocabularies are different. */
const ourWords: Readonly<Record<string, readonly HealthStatus[]>> = {
  Current: ["healthy"],
  Healthy: ["healthy"],
  Done: ["healthy"],
  InProgress: ["progressing"],
  Progressing: ["progressing", "terminating"],
  Waiting: ["progressing"],
  Suspended: ["suspended"],
  Failed: ["failed"],
  Degraded: ["failed"],
  Error: ["failed"],
  Terminating: ["terminating"],
  Missing: ["progressing"],
  NotFound: ["progressing"],
  Unknown: ["progressing", "failed"],
};

const vocabularies: Readonly<Record<string, HealthVocabulary>> = {
  kstatus: "kstatus",
  argo: "argo",
  "argo-lua": "argo",
  kubectl: "kubectl",
  "kubectl-rollout-status": "kubectl",
};

/** A live object and its status in another tool's words; where that tool has no rule, ours is told apart. */
export function judgeHealth(raw: unknown): Verdict {
  const given = Given.parse(raw);
  const health = objectHealth(given.object);
  const ours = health === null ? "no object" : `${health.status}: ${health.message}`;
  const theirs = given.expectedStatus;
  if (theirs == null) return apart("no rule there", ours);
  if (health === null) return failed(theirs, ours);
  const words = ourWords[theirs];
  if (words === undefined) return failed(`the status ${theirs} to be a known word`, ours);
  if (words.includes(health.status)) return passed;
  const known = disagreements.find((one) => {
    const isVocabulary = one.vocabulary === vocabularies[given.statusVocabulary];
    const isKind = one.kind === given.object.kind;
    return isVocabulary && isKind && one.theirs === theirs && one.ours === health.status;
  });
  if (known !== undefined)
    return apart(given.statusVocabulary, `${ours}, because ${known.because}`);
  const mark = markOf(given);
  return mark === undefined ? failed(theirs, ours) : apart(mark, ours);
}
