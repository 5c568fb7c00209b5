import { productOf } from "#domain/engine/engine-product.ts";
import { engineHolds } from "#domain/engine/held-workloads.ts";
import { holdSentence } from "#domain/engine/hold-sentence.ts";
import { engineName } from "#domain/rollout/engine-words.ts";
import type { ObservedEngine } from "#domain/rollout/observed.ts";

/** What Flux or Argo CD says of a commit that it has to bring to its cluster. */
export interface EngineProgress {
  /** `held` until a person or a window lets it go on. */
  readonly state: "held" | "failing" | "applying" | "applied";
  readonly words: string;
}

const worstFirst = ["held", "failing", "applying", "applied"] as const;
const mostSentences = 2;

/**
 * How far an engine is with a commit; `revisions` are the commit and those that contain it, the commit first. Null
 * where it has not found it yet, or says nothing of itself.
 */
export function engineProgress(
  engine: ObservedEngine,
  revisions: readonly string[],
): EngineProgress | null {
  const { seen = null, applied = null, error } = engine;
  const product = productOf(engine);
  const commit = revisions[0]?.slice(0, 7) ?? "";
  if (applied !== null && revisions.includes(applied)) {
    return { state: "applied", words: `${product} has applied ${commit}` };
  }
  const [hold] = engineHolds(engine);
  if (hold) return { state: "held", words: holdSentence(hold) };
  if (error && (error.revision === null || revisions.includes(error.revision))) {
    return { state: "failing", words: `${engineName(error.by)}: ${error.message}` };
  }
  if (seen === null || !revisions.includes(seen)) return null;
  const verb = product === "Flux" ? "has fetched" : "has found";
  return { state: "applying", words: `${product} ${verb} ${commit} and applies it` };
}

/**
 * The same of all engines that a release waits for: what stands against it before what goes on, each once. `applied`
 * only when every one of them says so.
 */
export function enginesProgress(
  engines: readonly (ObservedEngine | null)[],
  revisions: readonly string[],
): EngineProgress | null {
  const all = engines.map((engine) => engine && engineProgress(engine, revisions));
  const told = all.flatMap((progress) => progress ?? []);
  const state = worstFirst.find((one) => told.some((progress) => progress.state === one));
  if (state === undefined || (state === "applied" && told.length < all.length)) return null;
  const words = new Set(told.filter((one) => one.state === state).map((one) => one.words));
  return { state, words: [...words].slice(0, mostSentences).join("; ") };
}
