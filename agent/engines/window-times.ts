import type { CronSchedule } from "./cron-schedule.ts";

const dayMs = 24 * 60 * 60 * 1000;
const longestLookMs = 400 * dayMs;

/** The time of a zone's clocks: UTC where the name is empty; throws RangeError for a zone that there is not. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat | null;

  constructor(timeZone: string) {
    const parts = { hour12: false, hourCycle: "h23" } as const;
    const fields = { year: "numeric", month: "numeric", day: "numeric" } as const;
    const time = { hour: "numeric", minute: "numeric", second: "numeric" } as const;
    this.#format =
      timeZone === "" || timeZone === "UTC"
        ? null
        : new Intl.DateTimeFormat("en-US", {
            timeZone,
            era: undefined,
            ...parts,
            ...fields,
            ...time,
          });
  }

  /** What the clocks show, as if it were UTC. */
  shown(instant: number): number {
    if (this.#format === null) return instant;
    const part = Object.fromEntries(
      this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  /** When the clocks show it; null where they skip it. */
  instant(shown: number): number | null {
    const guess = shown - (this.shown(shown) - shown);
    const instant = shown - (this.shown(guess) - guess);
    return this.shown(instant) === shown ? instant : null;
  }
}

/** The last start after `after` and not after `at`; null where there is none. */
export function lastStart(
  schedule: CronSchedule,
  { clock, after, at }: { readonly clock: ZoneClock; readonly after: number; readonly at: number },
): number | null {
  const first = startOfDay(clock.shown(after));
  for (let day = startOfDay(clock.shown(at)); day >= first; day -= dayMs) {
    const last = startsOn(schedule, { clock, day }).findLast((start) => start <= at);
    if (last !== undefined) return last > after ? last : null;
  }
  return null;
}

/** The first start after `at`, within a year or so; null where there is none. */
export function nextStart(
  schedule: CronSchedule,
  { clock, at }: { readonly clock: ZoneClock; readonly at: number },
): number | null {
  const end = at + longestLookMs;
  for (let day = startOfDay(clock.shown(at)); day < end; day += dayMs) {
    const next = startsOn(schedule, { clock, day }).find((start) => start > at);
    if (next !== undefined) return next;
  }
  return null;
}

function startsOn(
  { minutes, hours, isDay }: CronSchedule,
  { clock, day }: { readonly clock: ZoneClock; readonly day: number },
): readonly number[] {
  const date = new Date(day);
  const named = {
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    dayOfWeek: date.getUTCDay(),
  };
  if (!isDay(named)) return [];
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => clock.instant(day + (hour * 60 + minute) * 60_000) ?? []),
  );
}

function startOfDay(shown: number): number {
  return Math.floor(shown / dayMs) * dayMs;
}
