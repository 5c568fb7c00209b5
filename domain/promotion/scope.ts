import { DomainError } from "#domain/error.ts";
import { parseWorkloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { parseImageRef, sameRepository } from "#domain/image/ref.ts";

import type { PlanWork } from "./plan-work.ts";
import type { ItemReason } from "./reason.ts";

type Exclusion = Extract<ItemReason, { readonly code: "excluded" }>["by"];

/** What keeps a workload outside of the plan's scope; null where nothing does. Exclusion by name goes first. */
export function whyLeftOut(plan: PlanWork, workload: WorkloadKey): Exclusion | null {
  if (plan.excluded.has(workload)) return "name";
  const { namespaces, labels } = plan.scope;
  const namespace = parseWorkloadKey(workload)?.namespace ?? "";
  if (namespaces.length > 0 && !namespaces.includes(namespace)) return "namespace";
  if (labels.trim() === "") return null;
  return plan.isLabelled(plan.index.workloads.get(workload)?.labels ?? {}) ? null : "labels";
}

/** Whether a container with this image is concerned when one image is released; all are when none is named. */
export function usesImage({ image: released }: PlanWork, text: string): boolean {
  if (released === null) return true;
  try {
    return sameRepository(parseImageRef(text).name, released.name);
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
