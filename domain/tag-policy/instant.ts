const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** A point in time: whole seconds since 1970 and the nanoseconds that registries add. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

/** Reads an RFC 3339 time. Null when it is none, or is the year 1, which builders write for "unknown". */
export function parseInstant(text: string | undefined): Instant | null {
  const match = rfc3339.exec(text ?? "");
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (year <= 1 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const [fraction = "", sign, offsetHours, offsetMinutes] = match.slice(7);
  const offset =
    (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * (sign === "-" ? -60 : 60);
  const clock = hour * 3600 + minute * 60 + second;
  return {
    seconds: daysSince1970({ year, month, day }) * 86_400 + clock - offset,
    nanos: Number(fraction.slice(0, 9).padEnd(9, "0")),
  };
}

/** Negative when `a` is newer than `b`; an unknown time is older than any known one. */
export function compareNewestFirst(a: Instant | null, b: Instant | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return b.seconds - a.seconds || b.nanos - a.nanos;
}

/** Days of the Gregorian calendar, counted in years that begin in March so that leap days come last. */
function daysSince1970(date: {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}): number {
  const year = date.month <= 2 ? date.year - 1 : date.year;
  const monthFromMarch = (date.month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + date.day - 1;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + dayOfYear - 719_468;
}
