"use client";
import { useRouter } from "next/navigation";

import type { MatrixColumn, MatrixRow } from "#domain/matrix/model.ts";
import { Button } from "#ui/components/button.tsx";
import { counted } from "#ui/components/counted.ts";
import { environmentColor } from "#ui/components/environment-color.ts";
import { Kbd } from "#ui/components/kbd.tsx";
import { Pick, type PickOption } from "#ui/components/pick.tsx";
import { carrySelection } from "#ui/promote/kept-selection.ts";
import { promoteHref } from "#ui/promote/promote-url.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import type { MatrixView } from "./use-matrix-view.ts";

export const imageRepo = "image repo";

/** Where to go with a selection. */
export function usePromoteSelected(org: string, view: MatrixView): () => void {
  const router = useRouter();
  return () => {
    if (view.selected.length === 0) return;
    const keys = view.selected.map(({ key }) => key);
    view.settleAddress();
    router.push(promoteHref(org, { to: view.to, from: view.from, ...carrySelection(keys) }));
  };
}

interface BulkBarProps {
  readonly columns: readonly MatrixColumn[];
  readonly view: MatrixView;
  readonly onPromote: () => void;
}

/** What is selected and what to do with it. It takes its own space, so that it never covers a row. */
export function BulkBar({ columns, view, onPromote }: BulkBarProps) {
  const environment = columns.find(({ name }) => name === view.to)?.environment;
  const refusal = useRefusal("plan.create", environment);
  if (view.selected.length === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label="Selected workloads"
      className="mt-3 flex flex-none flex-wrap items-center gap-2.5 rounded-card border border-line-strong bg-raised px-3 py-2.5 text-sm shadow-raised"
    >
      <b className="font-semibold">{counted(view.selected.length, "workload")}</b>
      <span className="text-ink-3">{counted(containerCount(view.selected), "container")}</span>
      <button
        type="button"
        onClick={() => view.select({ type: "clear" })}
        className="text-ink-2 hover:underline"
      >
        Clear
      </button>
      <span className="grow" />
      <Pick
        label="from"
        value={view.from ?? imageRepo}
        options={sourceOptions(columns, view.to)}
        onChange={(value) => view.setFrom(value === imageRepo ? null : value)}
      />
      <Pick label="to" value={view.to} options={columns.map(asOption)} onChange={view.setTo} />
      <Button variant="primary" onClick={onPromote} reason={refusal} className="max-md:flex-1">
        Promote selected… <Kbd inverse>P</Kbd>
      </Button>
    </div>
  );
}

function sourceOptions(columns: readonly MatrixColumn[], to: string): readonly PickOption[] {
  const clusters = columns.filter(({ name }) => name !== to).map(asOption);
  return [{ value: imageRepo, label: "Image repo", note: "newest allowed" }, ...clusters];
}

function asOption({ name, environment }: MatrixColumn): PickOption {
  return {
    value: name,
    label: name,
    ...(environment === name ? {} : { note: environment }),
    stripe: environmentColor(environment),
  };
}

function containerCount(rows: readonly MatrixRow[]): number {
  return rows
    .map(({ cells }) => Math.max(0, ...cells.map((cell) => cell?.containers.length ?? 0)))
    .reduce((sum, count) => sum + count, 0);
}
