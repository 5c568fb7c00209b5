import { judgeHealth } from "./health.ts";
import { judgeHelmValues } from "./helm-values.ts";
import { judgeImageRef } from "./image-ref.ts";
import { judgeImageUpdate } from "./image-update.ts";
import { judgePolicyUpdate } from "./policy-update.ts";
import { judgeReleaseScenario } from "./release-scenario.ts";
import { judgeTagPattern } from "./tag-pattern.ts";
import type { Verdict } from "./verdict.ts";

/** Judges one case; `shared` is what all cases of its file share: the file itself. */
export type Judge = (given: unknown, shared: unknown) => Verdict;

/** The seven kinds of cases, by the word that the names of their files hold. */
export const kinds: ReadonlyMap<string, Judge> = new Map([
  ["image-ref", judgeImageRef],
  ["tag-pattern", judgeTagPattern],
  ["image-update", judgeImageUpdate],
  ["helm-values", judgeHelmValues],
  ["policy-update", judgePolicyUpdate],
  ["release-scenario", judgeReleaseScenario],
  ["health", judgeHealth],
]);

/** The kind that a word of the command line or a file's name means, or undefined for none. */
export function kindOf(text: string): string | undefined {
  return [...kinds.keys()].find((kind) => text.includes(kind));
}
