import type { CaseFile } from "./case-files.ts";
import { kinds } from "./kinds.ts";
import { failed } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

export interface Result {
  readonly kind: string;
  readonly id: string;
  readonly verdict: Verdict;
}

/** Judges every case. One that cannot be read or that the domain breaks on has failed. */
export function runCases(files: readonly CaseFile[]): readonly Result[] {
  return files.flatMap(({ kind, cases, shared }) =>
    cases.map(({ id, given }) => ({ kind, id, verdict: judge(kind, given, shared) })),
  );
}

function judge(kind: string, given: unknown, shared: unknown): Verdict {
  try {
    const judgeCase = kinds.get(kind);
    return judgeCase?.(given, shared) ?? failed("a kind of cases", kind);
  } catch (error) {
    const got = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return failed("a case that can be read and judged", got);
  }
}
