"use client";
import type { PlanItem } from "#contracts/api/plan.ts";
import { parseWorkloadKey } from "#domain/glossary.ts";
import { Checkbox } from "#ui/components/checkbox.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { Tag } from "#ui/components/tag.tsx";

import { LiftLock } from "./lift-lock.tsx";
import { isUpToDate } from "./plan-items.ts";
import type { WorkloadItems } from "./plan-items.ts";
import { itemId } from "./plan-request.ts";
import type { PlanState } from "./use-plan.ts";
import { WhatContainer } from "./what-container.tsx";

interface WhatWorkloadProps {
  readonly group: WorkloadItems;
  readonly state: PlanState;
  /** Why the viewer may not lift locks. */
  readonly cannotLift: string | null;
}

/** One workload with its containers. Where several change, each has a tick of its own. */
export function WhatWorkload({ group, state, cannotLift }: WhatWorkloadProps) {
  const name = workloadName(group.workload);
  const changing = group.items.filter(({ outcome }) => outcome === "update");
  const isLifted = state.lifted.has(group.workload);
  const isLocked = group.items.some(({ reason }) => reason?.code === "locked");
  const ticked = changing.filter((item) => !state.held.has(itemId(item)));
  return (
    <li
      className={classNames(
        "grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 gap-y-0.5 border-b border-line px-3.5 py-2.5 text-sm last:border-b-0",
        ticked.length === 0 && "text-ink-2",
      )}
    >
      {changing.length > 0 ? (
        <Checkbox
          aria-label={`Promote ${name}`}
          checked={ticked.length > 0}
          ref={(box) => {
            if (box) box.indeterminate = ticked.length > 0 && ticked.length < changing.length;
          }}
          onChange={(event) => state.toggle(changing, event.target.checked)}
          className="mt-0.5 indeterminate:bg-accent"
        />
      ) : (
        <span
          aria-hidden="true"
          className="mt-0.5 size-[15px] rounded-small border-[1.5px] border-line"
        />
      )}
      <b className={changing.length > 0 ? "font-semibold" : "font-normal"}>{name}</b>
      <span className="flex flex-wrap justify-end gap-1">
        <WorkloadTags group={group} held={changing.length > 0 && ticked.length === 0} />
      </span>
      {group.items.map((item) => (
        <WhatContainer
          key={itemId(item)}
          item={item}
          ticked={!state.held.has(itemId(item))}
          onTick={changing.length > 1 ? (on) => state.toggle([item], on) : null}
        />
      ))}
      {isLocked || isLifted ? (
        <LiftLock
          name={name}
          isLifted={isLifted}
          refusal={cannotLift}
          onLift={(on) => state.lift(group.workload, on)}
        />
      ) : null}
    </li>
  );
}

function WorkloadTags({ group, held }: { readonly group: WorkloadItems; readonly held: boolean }) {
  const { items } = group;
  if (held) return <Tag>held back</Tag>;
  if (!group.changes) return <Tag>{outcomeWord(items)}</Tag>;
  const flags = new Set(items.flatMap((item) => (item.outcome === "update" ? item.flags : [])));
  return (
    <>
      {flags.has("downgrade") ? <Tag tone="behind">downgrade</Tag> : null}
      {flags.has("major") ? <Tag tone="behind">major</Tag> : null}
      {flags.has("lock-lifted") ? <Tag tone="bad">lock lifted</Tag> : null}
      {flags.has("outside-filter") ? <Tag tone="behind">outside its filter</Tag> : null}
      {flags.has("image-automation") ? <Tag tone="behind">Flux writes it too</Tag> : null}
      {flags.has("together") ? <Tag tone="behind">changes along</Tag> : null}
      {flags.has("overlay") ? <Tag>overlay</Tag> : null}
      {flags.has("not-running") ? <Tag>not running</Tag> : null}
    </>
  );
}

function outcomeWord(items: readonly PlanItem[]): string {
  if (items.some(({ reason }) => reason?.code === "locked")) return "locked";
  if (items.some(({ outcome }) => outcome === "failed")) return "cannot";
  return isUpToDate(items) ? "up to date" : "skipped";
}

function workloadName(key: string): string {
  const identity = parseWorkloadKey(key);
  return identity ? `${identity.namespace} / ${identity.name}` : key;
}
