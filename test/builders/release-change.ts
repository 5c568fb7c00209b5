import type { ReleaseChange } from "#ports/store/recorder.ts";

/** A change of a release that says only what the test is about. */
export function releaseChange(
  releaseId: string,
  change: Partial<Omit<ReleaseChange, "releaseId">>,
): ReleaseChange {
  return { releaseId, release: {}, steps: new Map(), items: new Map(), events: [], ...change };
}
