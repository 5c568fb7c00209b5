import type { EngineObject } from "#domain/rollout/engine-state.ts";

export type EngineProduct = "Flux" | "Argo CD";

/** Whose object it is. */
export function productOf({ kind }: Pick<EngineObject, "kind">): EngineProduct {
  return kind === "application" || kind === "applicationset" ? "Argo CD" : "Flux";
}
