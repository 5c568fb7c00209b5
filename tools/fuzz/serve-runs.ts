import { parentPort, workerData } from "node:worker_threads";

import { z } from "zod";

import { runRandom } from "./run-random.ts";
import type { FuzzTarget } from "./target.ts";

const workSchema = z.object({
  name: z.string(),
  seed: z.number(),
  from: z.number(),
  runs: z.number(),
  current: z.instanceof(SharedArrayBuffer),
});

/** What the thread is to do; `current` is where it writes the number of the run it is at. */
export type FuzzWork = z.infer<typeof workSchema>;

/** What the thread says at its end: the run that failed, or null when all held. */
export const verdictSchema = z.object({
  failed: z.object({ run: z.number(), reason: z.string() }).nullable(),
});

/** The body of a worker thread: runs one target until it fails or all runs are done. */
export async function serveRuns(
  targets: ReadonlyMap<string, () => Promise<FuzzTarget>>,
): Promise<void> {
  const { name, seed, from, runs, current } = workSchema.parse(workerData);
  const load = targets.get(name);
  if (load === undefined) throw new Error(`there is no target ${name}`);
  const target = await load();
  const at = new Uint32Array(current);
  for (let run = from; run < from + runs; run += 1) {
    Atomics.store(at, 0, run);
    try {
      target.run(runRandom(seed, run));
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ failed: { run, reason } });
      return;
    }
  }
  Atomics.store(at, 0, from + runs);
  parentPort?.postMessage({ failed: null });
}
