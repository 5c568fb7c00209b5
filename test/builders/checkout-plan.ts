import type { WorkloadKey } from "#domain/glossary.ts";
import type { PlanItem, PlanResult } from "#domain/promotion/plan.ts";

import { deployment, runningImages } from "./plan-input.ts";
import type { PlanFacts } from "./plan-input.ts";

type Source = NonNullable<PlanFacts["source"]>;

export const repository = "registry.acme.test/shop/checkout";
export const checkoutFile = "apps/checkout.yaml";
export const checkout: WorkloadKey = "shop:deployment/checkout";
/** What the registry has of the repository, oldest first. */
export const versions = { [repository]: ["1.0.0", "1.1.0", "1.2.0", "2.0.0"] };

/** A repository with one Deployment of one container. */
export function plain(
  tag = "1.0.0",
  annotations: Readonly<Record<string, string>> = {},
): PlanFacts {
  const text = deployment("checkout", { checkout: `${repository}:${tag}` }, annotations);
  return { files: { [checkoutFile]: text }, images: versions };
}

/** The cluster stage as a source, running these images of the workload. */
export function stage(images: Readonly<Record<string, string>>): Source {
  return { kind: "cluster", name: "stage", running: runningImages({ [checkout]: images }) };
}

/** Release #7 as a source: what it replaced. */
export function before(images: Readonly<Record<string, string>>): Source {
  return { kind: "release", number: 7, before: runningImages({ [checkout]: images }) };
}

/** The plan's item; throws where there is not exactly one. */
export function onlyItem({ items }: PlanResult): PlanItem {
  const [item, ...others] = items;
  if (!item || others.length > 0) throw new Error(`there are ${items.length} items`);
  return item;
}
