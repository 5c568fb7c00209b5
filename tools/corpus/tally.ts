/** Counts by reason, each with one example. */
export interface Tally {
  readonly add: (reason: string, example: string) => void;
  /** The reasons as lines, the most frequent first. */
  readonly lines: () => readonly string[];
}

/** A tally in which reasons that differ only in their places and names count as one. */
export function startTally(): Tally {
  const counts = new Map<string, { count: number; readonly example: string }>();
  return {
    add(reason, example) {
      const key = generalised(reason);
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { count: 1, example });
      else known.count += 1;
    },
    lines() {
      return [...counts]
        .toSorted(([, a], [, b]) => b.count - a.count)
        .map(([reason, { count, example }]) => `  ${count}  ${reason}  (${example})`);
    },
  };
}

function generalised(reason: string): string {
  const [first = ""] = reason.split("\n");
  return first
    .replace(/^.*?, line \d+: /, "")
    .replaceAll(/"[^"]*"/g, "…")
    .replaceAll(/\d+/g, "N");
}
