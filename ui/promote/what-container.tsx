"use client";
import type { PlanItem } from "#contracts/api/plan.ts";
import { Arrow } from "#ui/components/arrow.tsx";
import { Checkbox } from "#ui/components/checkbox.tsx";
import { imageVersion } from "#ui/components/image-text.ts";

interface WhatContainerProps {
  readonly item: PlanItem;
  readonly ticked: boolean;
  /** Null where the workload's own tick is enough. */
  readonly onTick: ((on: boolean) => void) | null;
}

/** One container: from which version to which, or why not. */
export function WhatContainer({ item, ticked, onTick }: WhatContainerProps) {
  const name = `${item.container}${item.init ? " (init)" : ""}`;
  if (item.outcome !== "update") {
    return (
      <p className="col-[2/-1] text-xs text-ink-2">
        {name}: {item.reason?.text ?? "Nothing to change."}
      </p>
    );
  }
  return (
    <div className="col-[2/-1] flex flex-wrap items-center gap-x-2 font-mono text-xs text-ink-2">
      {onTick ? (
        <Checkbox
          aria-label={`Promote container ${item.container}`}
          checked={ticked}
          onChange={(event) => onTick(event.target.checked)}
          className="scale-90"
        />
      ) : null}
      <span>{name}</span>
      <span>
        {item.from === null ? "" : imageVersion(item.from)} <Arrow />{" "}
        <b className="font-medium text-ink">{item.to === null ? "" : imageVersion(item.to)}</b>
      </span>
      {item.running !== null && item.running !== item.from ? (
        <span className="font-sans">runs {imageVersion(item.running)}</span>
      ) : null}
    </div>
  );
}
