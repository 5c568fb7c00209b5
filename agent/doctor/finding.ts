/** What one check found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  /** `skipped` where something before it failed, or there is nothing to look at. */
  readonly status: "ok" | "warning" | "failed" | "skipped";
  /** What is so, in a sentence. */
  readonly found: string;
  /** What to do about it, where something is to be done. */
  readonly next?: string;
}

/** A finding of a check, made by what its sentence means. */
export function findingsOf(check: string) {
  return {
    ok: (found: string): Finding => ({ check, status: "ok", found }),
    skipped: (found: string): Finding => ({ check, status: "skipped", found }),
    warning: (found: string, next: string): Finding => ({ check, status: "warning", found, next }),
    failed: (found: string, next: string): Finding => ({ check, status: "failed", found, next }),
  };
}
