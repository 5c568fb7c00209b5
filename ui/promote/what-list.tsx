"use client";
import type { PlanItem } from "#contracts/api/plan.ts";
import { Card } from "#ui/components/card.tsx";

import { groupItems, planCounts } from "./plan-items.ts";
import type { PlanState } from "./use-plan.ts";
import { WhatWorkload } from "./what-workload.tsx";

interface WhatListProps {
  readonly state: PlanState;
  readonly source: string;
  /** Why the viewer may not lift locks. */
  readonly cannotLift: string | null;
  /** Why the viewer may not plan. */
  readonly refusal: string | null;
}

/** Every workload that was asked for: what would change, and why the others would not. */
export function WhatList({ state, source, cannotLift, refusal }: WhatListProps) {
  const { items, held, plan, current, nothingTicked } = state;
  const groups = groupItems(items);
  return (
    <Card title="What" note={items.length > 0 ? planCounts(items, held) : undefined}>
      {groups.length === 0 ? (
        <p className="px-3.5 py-6 text-sm text-ink-2">
          {refusal ?? emptyText(plan?.items ?? null, current || nothingTicked, source)}
        </p>
      ) : (
        <ul>
          {groups.map((group) => (
            <WhatWorkload
              key={group.workload}
              group={group}
              state={state}
              cannotLift={cannotLift}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function emptyText(items: readonly PlanItem[] | null, done: boolean, source: string): string {
  if (items === null && !done) return "Calculating…";
  return `Nothing to compare: no workload is in both the target and ${source}.`;
}
