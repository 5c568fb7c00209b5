import { isDeepStrictEqual } from "node:util";

import { unifiedDiff } from "#domain/manifest/diff.ts";

/** How a case came out. `apart` holds to what the product does instead of what the case's ancestor did. */
export type Verdict =
  | { readonly is: "passed" }
  | { readonly is: "failed"; readonly expected: string; readonly got: string }
  | { readonly is: "apart"; readonly mark: string; readonly instead: string };

export const passed: Verdict = { is: "passed" };

/** The verdict about a case where the product knowingly differs: what marks it, and a sentence on what it does. */
export function apart(mark: string, instead: string): Verdict {
  return { is: "apart", mark, instead };
}

export function failed(expected: unknown, got: unknown): Verdict {
  return { is: "failed", expected: show(expected), got: show(got) };
}

/** Passed when the two values are the same, all the way down. */
export function same(expected: unknown, got: unknown): Verdict {
  return isDeepStrictEqual(expected, got) ? passed : failed(expected, got);
}

/** Passed when the two texts are the same bytes; otherwise the difference is shown as a diff. */
export function sameText(name: string, expected: string, got: string): Verdict {
  return expected === got
    ? passed
    : failed(`the bytes of ${name}`, unifiedDiff(name, expected, got));
}

/** The first verdict that is not passed, or passed when all are. */
export function all(verdicts: Iterable<Verdict>): Verdict {
  for (const verdict of verdicts) if (verdict.is !== "passed") return verdict;
  return passed;
}

/** A marked case counts apart with what the product does, as long as that holds. */
export function marked(mark: string | undefined, verdict: Verdict, instead: string): Verdict {
  return mark === undefined || verdict.is !== "passed" ? verdict : apart(mark, instead);
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? String(value));
}
