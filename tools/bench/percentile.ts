/**
 * The smallest sample that at least the share (0 to 1) of all samples do not exceed: the nearest rank, never a
 * value that was not measured. Throws RangeError without samples or for another share.
 */
export function percentile(samples: readonly number[], share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is not between 0 and 1`);
  const sorted = samples.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError("there are no samples");
  return found;
}
