/** When a window of Argo CD opens: the minutes of matching days, in the time of its zone. */
export interface CronSchedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly isDay: (day: { month: number; dayOfMonth: number; dayOfWeek: number }) => boolean;
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
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const weekdays = "sun mon tue wed thu fri sat".split(" ");

/** Reads the five fields of cron, names and shorthands; null for what Argo CD would not take either. */
export function parseCron(text: string): CronSchedule | null {
  const written = text.trim().toLowerCase();
  const fields = (shorthands[written] ?? written).split(/\s+/);
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  if (fields.length !== 5) return null;
  const minutes = parseField(minute, { from: 0, to: 59 });
  const hours = parseField(hour, { from: 0, to: 23 });
  const days = parseField(dayOfMonth, { from: 1, to: 31 });
  const inMonths = parseField(month, { from: 1, to: 12, names: months, firstName: 1 });
  const onDays = parseField(dayOfWeek, { from: 0, to: 6, names: weekdays, firstName: 0 });
  if (!minutes || !hours || !days || !inMonths || !onDays) return null;
  // Where both are restricted, either will do: so cron has it.
  const isEither = !isAny(dayOfMonth) && !isAny(dayOfWeek);
  return {
    minutes,
    hours,
    isDay(day) {
      if (!inMonths.includes(day.month)) return false;
      const [a, b] = [days.includes(day.dayOfMonth), onDays.includes(day.dayOfWeek)];
      return isEither ? a || b : a && b;
    },
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
  readonly firstName?: number;
}

function isAny(field: string): boolean {
  return field.startsWith("*") || field.startsWith("?");
}

function parseField(field: string, range: Range): readonly number[] | null {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const values = parsePart(part, range);
    if (values === null) return null;
    for (const value of values) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function parsePart(part: string, range: Range): readonly number[] | null {
  const [span = "", step, ...rest] = part.split("/");
  const every = step === undefined ? 1 : readNumber(step, range);
  if (rest.length > 0 || every === null || every < 1) return null;
  const [first = "", last, ...more] = isAny(span)
    ? [String(range.from), String(range.to)]
    : span.split("-");
  const from = readNumber(first, range);
  const to = last === undefined ? (step === undefined ? from : range.to) : readNumber(last, range);
  if (more.length > 0 || from === null || to === null) return null;
  if (from < range.from || to > range.to || from > to) return null;
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, at) => from + at * every);
}

function readNumber(text: string, { names = [], firstName = 0 }: Range): number | null {
  const named = names.indexOf(text);
  if (named !== -1) return named + firstName;
  return /^\d{1,2}$/.test(text) ? Number(text) : null;
}
