import type { PlanRequest, PlanResponse } from "#contracts/api/plan.ts";

import type { Narrowing } from "./narrow-row.tsx";

type Scope = NonNullable<PlanRequest["scope"]>;

/** What the page asks for by its fields, and by a shared plan in what the page has no field for; no defaults. */
export function scopeOf(
  { namespaces, labels, image }: Narrowing,
  shared: Pick<PlanResponse, "scope"> | null,
): Scope {
  const { exclude = [], ignoreFilters, skipMismatches } = shared?.scope ?? {};
  return {
    ...(namespaces.length > 0 && { namespaces: [...namespaces] }),
    ...(labels !== "" && { labels }),
    ...(image !== "" && { image }),
    ...(exclude.length > 0 && { exclude }),
    ...(ignoreFilters && { ignoreFilters }),
    ...(skipMismatches && { skipMismatches }),
  };
}
