"use client";
import { Icon } from "#ui/components/icon.tsx";
import { Pick } from "#ui/components/pick.tsx";
import type { ReleaseFilter } from "#ui/queries/releases.ts";

const any = "any";
const statuses = ["running", "succeeded", "failed"] as const;

interface ReleaseFilterBarProps {
  readonly filter: ReleaseFilter;
  readonly clusters: readonly string[];
  readonly onChange: (filter: ReleaseFilter) => void;
}

export function ReleaseFilterBar({ filter, clusters, onChange }: ReleaseFilterBarProps) {
  const { status, cluster, q } = filter;
  return (
    <div role="group" aria-label="Filter" className="mb-3 flex flex-wrap items-center gap-2">
      <Pick
        label="status"
        value={status ?? any}
        options={[any, ...statuses].map((value) => ({ value, label: value }))}
        onChange={(value) => {
          const { status: _, ...rest } = filter;
          const chosen = statuses.find((known) => known === value);
          onChange(chosen ? { ...rest, status: chosen } : rest);
        }}
      />
      <Pick
        label="cluster"
        value={cluster ?? any}
        options={[any, ...clusters].map((value) => ({ value, label: value }))}
        onChange={(value) => {
          const { cluster: _, ...rest } = filter;
          onChange(value === any ? rest : { ...rest, cluster: value });
        }}
      />
      <label className="relative flex items-center">
        <Icon name="search" className="absolute left-2 text-ink-3" />
        <input
          type="search"
          id="page-search"
          aria-label="Filter by title, workload, person or commit"
          placeholder="Title, workload, person, commit"
          value={q ?? ""}
          onChange={(event) => {
            const { q: _, ...rest } = filter;
            onChange(event.target.value === "" ? rest : { ...rest, q: event.target.value });
          }}
          className="h-8 w-[260px] rounded-control border border-line bg-surface pr-2 pl-7 text-sm"
        />
      </label>
    </div>
  );
}
