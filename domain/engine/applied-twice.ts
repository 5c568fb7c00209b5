import { workloadKey } from "#domain/glossary.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { productsOf } from "./engine-product.ts";
import { differentEngines } from "./source-difference.ts";
import type { ChosenSource } from "./source-difference.ts";

/**
 * What to say where the agent applies the cluster's source and engines deploy from it as well: both write the same
 * objects, and each undoes what the other does differently. Null where no engine deploys from there.
 */
export function appliedTwice(
  workloads: readonly ObservedWorkload[],
  chosen: ChosenSource,
): string | null {
  const elsewhere = new Set(
    differentEngines(workloads, chosen).flatMap((group) => group.workloads),
  );
  const twice = workloads.filter(
    (workload) => workload.engine?.source && !elsewhere.has(workloadKey(workload)),
  );
  if (twice.length === 0) return null;
  const counted = twice.length === 1 ? "1 workload" : `${twice.length} workloads`;
  const products = productsOf(twice.map(({ engine }) => ({ kind: "", engine })));
  const all = `${products.join(", ")} and this agent ${products.length === 1 ? "both" : "all"}`;
  return `${all} apply ${counted} from here, and where they differ each undoes what the other did. Leave it to one of them: take the permission set sync from the agent and give it nudge.`;
}
