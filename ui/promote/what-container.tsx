"use client";
import type { PlanItem } from "#contracts/api/plan.ts";
import { Checkbox } from "#ui/components/checkbox.tsx";
import { CompareLink } from "#ui/components/compare-link.tsx";

import { ThreeVersions } from "./three-versions.tsx";

interface WhatContainerProps {
  readonly item: PlanItem;
  readonly ticked: boolean;
  /** Null where the workload's own tick is enough. */
  readonly onTick: ((on: boolean) => void) | null;
}

/** One container: from which version to which, or why not. */
export function WhatContainer({ item, ticked, onTick }: WhatContainerProps) {
  const { container, init, outcome, reason, from, running, compareUrl } = item;
  const isKnown = from !== null || running !== null;
  return (
    <div className="col-[2/-1] grid gap-0.5 text-xs text-ink-2">
      <div className="flex min-h-6 flex-wrap items-center gap-x-2.5">
        {onTick ? (
          <span className="grid size-6 flex-none place-items-center">
            <Checkbox
              aria-label={`Promote container ${container}`}
              checked={ticked}
              onChange={(event) => onTick(event.target.checked)}
              className="scale-90"
            />
          </span>
        ) : null}
        <span className="font-mono">{`${container}${init ? " (init)" : ""}`}</span>
        {compareUrl === null ? null : <CompareLink url={compareUrl} about={container} />}
      </div>
      {isKnown ? <ThreeVersions item={item} /> : null}
      {outcome === "update" ? null : <p>{reason?.text ?? "Nothing to change."}</p>}
    </div>
  );
}
