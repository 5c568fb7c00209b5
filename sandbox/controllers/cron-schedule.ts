/** When a cron line of five fields fires, in UTC. */
export interface CronSchedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Cron's rule: where both days are restricted, either is enough. */
  readonly eitherDay: boolean;
}

const shorthands: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const monthNames = [
  "jan",
  "feb",
  "mar",
  "apr",
  "may",
  "jun",
  "jul",
  "aug",
  "sep",
  "oct",
  "nov",
  "dec",
];
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const searchDays = 366 * 5;
const dayMs = 86_400_000;

/** The schedule of a cron line, or null where the line cannot be read. */
export function parseCron(text: string): CronSchedule | null {
  const fields = (shorthands[text.trim()] ?? text).trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday) return null;
  const minutes = parseField(minute, { from: 0, to: 59, names: [] });
  const hours = parseField(hour, { from: 0, to: 23, names: [] });
  const days = parseField(day, { from: 1, to: 31, names: [] });
  const months = parseField(month, { from: 1, to: 12, names: monthNames });
  const weekdays = parseField(weekday, { from: 0, to: 7, names: dayNames });
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  if (weekdays.has(7)) weekdays.add(0);
  const eitherDay = !day.startsWith("*") && !weekday.startsWith("*");
  return { minutes, hours, days, months, weekdays, eitherDay };
}

/** The first time after `time` at which the schedule fires, or null where there is none in five years. */
export function nextTime(schedule: CronSchedule, time: Date): Date | null {
  const after = time.getTime();
  const firstDay = Math.floor(after / dayMs) * dayMs;
  for (let i = 0; i <= searchDays; i += 1) {
    const day = new Date(firstDay + i * dayMs);
    if (!firesOn(schedule, day)) continue;
    for (const hour of sorted(schedule.hours)) {
      for (const minute of sorted(schedule.minutes)) {
        const candidate = day.getTime() + (hour * 60 + minute) * 60_000;
        if (candidate > after) return new Date(candidate);
      }
    }
  }
  return null;
}

function firesOn({ days, months, weekdays, eitherDay }: CronSchedule, day: Date): boolean {
  if (!months.has(day.getUTCMonth() + 1)) return false;
  const inMonth = days.has(day.getUTCDate());
  const inWeek = weekdays.has(day.getUTCDay());
  return eitherDay ? inMonth || inWeek : inMonth && inWeek;
}

function sorted(values: ReadonlySet<number>): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
}

function parseField(field: string, range: Range): Set<number> | null {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [, span = "", step = "1"] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const bounds = parseSpan(span, { range, stepped: part.includes("/") });
    if (!bounds || Number(step) < 1) return null;
    for (let value = bounds[0]; value <= bounds[1]; value += Number(step)) values.add(value);
  }
  return values;
}

function parseSpan(
  span: string,
  { range, stepped }: { range: Range; stepped: boolean },
): readonly [number, number] | null {
  const { from, to } = range;
  if (span === "*" || span === "?") return [from, to];
  const [first = "", last] = span.split("-");
  const start = parseValue(first, range);
  const end = last === undefined ? (stepped ? to : start) : parseValue(last, range);
  return start >= from && end <= to && start <= end ? [start, end] : null;
}

function parseValue(text: string, { from, names }: Range): number {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + (from === 1 ? 1 : 0);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
