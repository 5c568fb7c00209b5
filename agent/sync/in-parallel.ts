/** Calls the API server kindly: enough at once to be quick, few enough to be one client among many. */
const lanes = 8;

/** Does the work for each item, several at a time, begun in order; throws the first error once all have ended. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  async function lane(): Promise<void> {
    for (const item of waiting) await work(item);
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
