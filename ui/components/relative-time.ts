const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, as people say it: “just now”, “4 min”, “3 h”, “2 d”, “5 mo”, “2 y”. */
export function age(fromMs: number, nowMs: number): string {
  const passed = Math.max(0, nowMs - fromMs);
  if (passed < 10_000) return "just now";
  if (passed < minute) return `${Math.floor(passed / 1000)} s`;
  if (passed < hour) return `${Math.floor(passed / minute)} min`;
  if (passed < day) return `${Math.floor(passed / hour)} h`;
  if (passed < 60 * day) return `${Math.floor(passed / day)} d`;
  if (passed < 365 * day) return `${Math.floor(passed / (30 * day))} mo`;
  return `${Math.floor(passed / (365 * day))} y`;
}

/** `age` as an adverb: “just now”, “4 min ago”. */
export function ago(fromMs: number, nowMs: number): string {
  const text = age(fromMs, nowMs);
  return text === "just now" ? text : `${text} ago`;
}
