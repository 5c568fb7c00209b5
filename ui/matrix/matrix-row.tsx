"use client";
import { memo } from "react";

import type { MatrixColumn, MatrixRow } from "#domain/matrix/model.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Checkbox } from "#ui/components/checkbox.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { middleTruncate } from "#ui/components/image-text.ts";
import { promoteHref } from "#ui/promote/promote-url.ts";

import { MatrixCellContent } from "./matrix-cell.tsx";
import type { MatrixStore } from "./matrix-store.ts";
import { useMatrixRow } from "./use-matrix-store.ts";

export interface RowActions {
  readonly toggle: (key: string, range: boolean) => void;
  readonly open: (key: string, column: number) => void;
  readonly focus: (key: string, column: number) => void;
}

interface MatrixRowViewProps {
  readonly org: string;
  readonly store: MatrixStore;
  readonly rowKey: string;
  readonly index: number;
  readonly columns: readonly MatrixColumn[];
  readonly selected: boolean;
  /** The column that the keyboard is on, when it is on this row. */
  readonly activeColumn: number | null;
  readonly from: string | null;
  readonly to: string;
  readonly actions: RowActions;
}

export const MatrixRowView = memo(function MatrixRowView(props: MatrixRowViewProps) {
  const { org, store, rowKey, index, columns, selected, activeColumn, from, to, actions } = props;
  const row = useMatrixRow(store, rowKey);
  if (row === null) return null;
  function place(column: number) {
    return {
      "aria-colindex": column + 1,
      "data-place": `${rowKey} ${column}`,
      tabIndex: activeColumn === column ? 0 : -1,
      onFocus: () => actions.focus(rowKey, column),
    };
  }
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classNames(
        "grid h-full [grid-template-columns:var(--columns)] border-b border-line text-sm contain-layout",
        selected ? "bg-accent-wash" : "bg-surface",
      )}
    >
      <div
        role="rowheader"
        {...place(0)}
        className="sticky left-0 z-1 flex min-w-0 items-center gap-2.5 bg-inherit px-3 -outline-offset-2"
      >
        <Checkbox
          tabIndex={-1}
          aria-label={`Select ${row.namespace} / ${row.name}`}
          checked={selected}
          onChange={() => {}}
          onClick={(event) => actions.toggle(rowKey, event.shiftKey)}
        />
        <button
          type="button"
          tabIndex={-1}
          onClick={() => actions.open(rowKey, 0)}
          title={`${row.namespace}/${row.name}`}
          className="truncate font-medium hover:underline"
        >
          {row.name}
        </button>
        <span className="ml-auto flex-none text-2xs text-ink-3 max-md:hidden">{row.kind}</span>
      </div>
      <div
        role="gridcell"
        {...place(1)}
        className={classNames(cellStyle, from !== null && "max-md:hidden")}
      >
        <Latest row={row} />
      </div>
      {columns.map((column, position) => (
        <div
          role="gridcell"
          key={column.id}
          {...place(position + 2)}
          onClick={() => actions.open(rowKey, position + 2)}
          className={classNames(
            cellStyle,
            "cursor-pointer hover:bg-pressed/60",
            !column.connected && "stale",
            column.name !== from && column.name !== to && "max-md:hidden",
          )}
        >
          <MatrixCellContent
            cell={row.cells[position] ?? null}
            connected={column.connected}
            promoteHref={promoteHref(org, {
              to: column.name,
              from: from === column.name ? null : from,
              selected: [rowKey],
            })}
          />
        </div>
      ))}
    </div>
  );
});

const cellStyle =
  "scroll-mt-[46px] scroll-ml-[232px] flex min-w-0 items-center gap-[7px] px-3 -outline-offset-2 max-md:flex-col max-md:items-start max-md:justify-center max-md:gap-0.5";

function Latest({ row }: { readonly row: MatrixRow }) {
  const [first, ...rest] = row.latest;
  if (!first) return <span className="text-xs text-ink-3">no registry</span>;
  const others = new Set(rest.filter(({ tag }) => tag !== first.tag).map(({ tag }) => tag)).size;
  return (
    <>
      <span title={first.tag} className="truncate font-mono text-xs">
        {middleTruncate(first.tag, 18)}
        {others > 0 ? <span className="text-ink-3"> +{others}</span> : null}
      </span>
      {first.createdAt ? (
        <span className="ml-auto flex-none text-2xs text-ink-3 max-md:hidden">
          <Ago at={first.createdAt} bare />
        </span>
      ) : null}
    </>
  );
}
