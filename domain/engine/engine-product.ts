import type { EngineObject } from "#domain/rollout/engine-state.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

export type EngineProduct = "Flux" | "Argo CD";

/** Whose object it is. */
export function productOf({ kind }: Pick<EngineObject, "kind">): EngineProduct {
  return kind === "application" || kind === "applicationset" ? "Argo CD" : "Flux";
}

/** Whose objects deploy these workloads, by name. A Helm release is one of Flux's itself. */
export function productsOf(
  workloads: readonly Pick<ObservedWorkload, "kind" | "engine">[],
): EngineProduct[] {
  const products = workloads.flatMap(({ kind, engine }) => [
    ...(kind === "helmrelease" || kind === "application" ? [productOf({ kind })] : []),
    ...(engine ? [productOf(engine)] : []),
  ]);
  return [...new Set(products)].toSorted();
}
