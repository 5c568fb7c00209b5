/** Does the work for each item, as many at a time as there are lanes, begun in order; throws the first error once all have ended. */
export async function inParallel<T>(
  items: readonly T[],
  { lanes, work }: { readonly lanes: number; readonly work: (item: T) => Promise<void> },
): Promise<void> {
  const waiting = items.values();
  async function lane(): Promise<void> {
    for (const item of waiting) await work(item);
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
