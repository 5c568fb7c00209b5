import { setImmediate as turn } from "node:timers/promises";

/** How many milliseconds the work took; what waited before it, a signal to stop included, is let through first. */
export async function timed(work: () => unknown): Promise<number> {
  await turn();
  const start = performance.now();
  await work();
  return performance.now() - start;
}
