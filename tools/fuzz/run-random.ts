import { seededRandom } from "#test/builders/random.ts";

/** The random numbers of one run: the same for the same seed and run, and a run needs none of those before it. */
export function runRandom(seed: number, run: number): () => number {
  const mixed = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b);
  return seededRandom(mixed ^ (mixed >>> 15));
}
