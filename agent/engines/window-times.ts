import { Cron } from "croner";

/** A schedule of cron's five fields, in the time of a zone: UTC where the name is empty. Null for what cannot be read. */
export function readSchedule(text: string, timeZone: string): Cron | null {
  try {
    const settings = { mode: "5-part", sloppyRanges: true, paused: true } as const;
    const schedule = new Cron(text, { ...settings, timezone: timeZone || "UTC" });
    // Whether there is such a zone is found out only on the way to a time.
    schedule.nextRun();
    return schedule;
  } catch {
    return null;
  }
}

/** The last start after `after` and not after `at`, all in milliseconds; null where there is none. */
export function lastStart(
  schedule: Cron,
  { after, at }: { readonly after: number; readonly at: number },
): number | null {
  // A start at this very second counts, and those before a moment are what can be asked for.
  const [last] = schedule.previousRuns(1, new Date(at + 1000));
  return last !== undefined && last.getTime() > after ? last.getTime() : null;
}
