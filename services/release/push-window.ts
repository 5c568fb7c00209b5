const minuteMs = 60_000;

/**
 * How long the next push waits, in milliseconds, so that no minute has more than `perMinute` of them: not at all while
 * few were made, and never longer than a minute divided by two thirds of their number, 12 s at 6 a minute. `pushes`
 * are the times of those before, newest first.
 */
export function pushDelayMs(input: {
  readonly pushes: readonly Date[];
  readonly now: Date;
  readonly perMinute: number;
}): number {
  const { pushes, now, perMinute } = input;
  const atOnce = Math.max(1, Math.floor(perMinute / 3));
  const stepMs = minuteMs / (perMinute - atOnce + 1);
  // The push before last by `atOnce` must be a step away, the one before it two, and so on up to a minute.
  const earliest = pushes
    .slice(atOnce - 1, perMinute)
    .map((push, index) => push.getTime() + stepMs * (index + 1));
  const delay = Math.max(now.getTime(), ...earliest) - now.getTime();
  return Math.min(Math.ceil(delay), Math.ceil(stepMs));
}
