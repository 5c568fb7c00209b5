import type { ReleaseDetail } from "#contracts/api/release.ts";
import { promoteHref } from "#ui/promote/promote-url.ts";

const mark = "plan-stale:";

/** What changed under a release that was refused for it; null for every other end. */
export function staleText(error: string | null): string | null {
  return error?.startsWith(mark) ? error.slice(mark.length).trim() : null;
}

/** The promote page with the same wishes. */
export function replanHref(
  org: string,
  {
    target,
    sourceName,
    rollbackOf,
    items,
  }: Pick<ReleaseDetail, "target" | "sourceName" | "rollbackOf" | "items">,
): string {
  if (rollbackOf !== null) return promoteHref(org, { rollback: rollbackOf });
  return promoteHref(org, {
    to: target.name,
    from: sourceName === "the image repo" ? null : sourceName,
    selected: [...new Set(items.map(({ workload }) => workload))],
  });
}
