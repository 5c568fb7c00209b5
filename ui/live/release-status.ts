import type { ReleaseStatus } from "#domain/promotion/release.ts";

const statuses: Readonly<Record<ReleaseStatus, true>> = {
  queued: true,
  running: true,
  succeeded: true,
  "succeeded-with-skips": true,
  failed: true,
  canceled: true,
};

/** Whether a word from the wire is a release's status. */
export function isReleaseStatus(word: string): word is ReleaseStatus {
  return Object.hasOwn(statuses, word);
}
