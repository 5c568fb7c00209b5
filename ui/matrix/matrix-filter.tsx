"use client";
import { Chip } from "#ui/components/chip.tsx";
import { Icon } from "#ui/components/icon.tsx";
import { Kbd } from "#ui/components/kbd.tsx";

import { statusCount, statusLabels, statuses } from "./status-filter.ts";
import type { MatrixView } from "./use-matrix-view.ts";

/** The filters: chips with what they would leave, and free text. */
export function MatrixFilter({ view }: { readonly view: MatrixView }) {
  return (
    <div
      role="group"
      aria-label="Filter"
      className="mb-2.5 flex flex-none items-center gap-1.5 overflow-x-auto p-0.5 max-md:-mr-3.5"
    >
      {statuses.map((status) => (
        <Chip
          key={status}
          label={statusLabels[status]}
          count={statusCount(view.summary, status)}
          on={view.statuses.includes(status)}
          onToggle={() => view.toggleStatus(status)}
        />
      ))}
      <label className="relative ml-auto flex flex-none items-center max-md:order-first max-md:ml-0">
        <Icon name="search" className="absolute left-2 text-ink-3" />
        <input
          type="search"
          id="page-search"
          aria-label="Filter by name or version"
          placeholder="Name or version"
          value={view.text}
          onChange={(event) => view.setText(event.target.value)}
          className="h-[30px] w-[220px] rounded-control border border-line bg-surface pr-7 pl-7 text-sm max-md:w-[150px]"
        />
        <span className="pointer-events-none absolute right-2">
          <Kbd>/</Kbd>
        </span>
      </label>
    </div>
  );
}
