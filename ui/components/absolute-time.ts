/** An ISO moment as people write it, in UTC so that the server and every browser print the same. */
export function absoluteTime(iso: string): string {
  return iso.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
}

/** The time of day of an ISO moment, UTC, to a tenth of a second. */
export function timeOfDay(iso: string): string {
  return iso.slice(11, 21).replace("Z", "");
}
