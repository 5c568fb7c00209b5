import type { PlanItem } from "#contracts/api/plan.ts";

const named = 3;

/** Whom a hold concerns: `Concerns 5 of 12 workloads: shop/cart, shop/mail, shop/search and 2 more.` */
export function heldText(workloads: readonly string[], items: readonly PlanItem[]): string {
  const changed = new Set(
    items.filter(({ outcome }) => outcome === "update").map(({ workload }) => workload),
  );
  const counted =
    changed.size === 1 ? "the one workload" : `${workloads.length} of ${changed.size} workloads`;
  const names = workloads.slice(0, named).map(shortName);
  const more = workloads.length - names.length;
  return `Concerns ${counted}: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

function shortName(workload: string): string {
  return workload.replace(/:[^/]*\//, "/");
}
