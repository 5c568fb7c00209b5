"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useMemo, useRef } from "react";

import type { Matrix, MatrixRow } from "#domain/matrix/model.ts";
import { useMedia } from "#ui/components/use-media.ts";

import { GridHead } from "./grid-head.tsx";
import { type GridLine, gridLines } from "./grid-lines.ts";
import { MatrixRowView, type RowActions } from "./matrix-row.tsx";
import type { MatrixStore } from "./matrix-store.ts";
import { useGridFocus } from "./use-grid-focus.ts";
import type { MatrixView } from "./use-matrix-view.ts";

const headHeight = 46;

interface MatrixGridProps {
  readonly org: string;
  readonly store: MatrixStore;
  readonly matrix: Matrix;
  readonly view: MatrixView;
  readonly onOpen: (key: string, column: number) => void;
  readonly onSelectBehind: (cluster: string) => void;
}

/** Workloads × clusters: an ARIA grid of which only the rows near the screen exist. */
export function MatrixGrid(props: MatrixGridProps) {
  const { org, store, matrix, view, onOpen, onSelectBehind } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useMedia("(max-width: 720px)");
  const lines = useMemo(() => gridLines(view.rows), [view.rows]);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === "group" ? 30 : narrow ? 52 : 36),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
    initialRect: { width: 1000, height: 900 },
    scrollPaddingEnd: headHeight,
  });
  const focus = useGridFocus({
    scroller,
    rows: view.rows,
    columns: matrix.columns.length + 2,
    onOpen,
    scrollTo: (key) => virtualizer.scrollToIndex(lines.findIndex((line) => line.key === key)),
  });
  const { select } = view;
  const { place } = focus;
  const order = useMemo(() => view.rows.map(({ key }) => key), [view.rows]);
  const actions = useMemo<RowActions>(
    () => ({
      toggle: (key, range) =>
        select(range ? { type: "range", key, order } : { type: "toggle", key }),
      open: onOpen,
      focus: place,
    }),
    [select, order, onOpen, place],
  );
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Workloads by cluster"
      aria-multiselectable="true"
      aria-rowcount={view.rows.length + 1}
      aria-colcount={matrix.columns.length + 2}
      onKeyDown={focus.onKeyDown}
      style={gridStyle(matrix.columns.length)}
      className="relative min-h-[120px] flex-[0_1_auto] overflow-auto overscroll-contain rounded-card border border-line bg-surface"
    >
      <GridHead matrix={matrix} view={view} onSelectBehind={onSelectBehind} />
      <div
        role="rowgroup"
        className="relative min-w-(--grid-width)"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line ? (
            <div
              key={item.key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {line.kind === "group" ? (
                <GroupRow line={line} columns={matrix.columns.length + 2} />
              ) : (
                <MatrixRowView
                  org={org}
                  store={store}
                  rowKey={line.key}
                  index={line.index}
                  columns={matrix.columns}
                  selected={view.selection.keys.has(line.key)}
                  activeColumn={focus.active.key === line.key ? focus.active.column : null}
                  from={view.from}
                  to={view.to}
                  actions={actions}
                />
              )}
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

interface GroupRowProps {
  readonly line: Extract<GridLine<MatrixRow>, { kind: "group" }>;
  readonly columns: number;
}

function GroupRow({ line, columns }: GroupRowProps) {
  return (
    <div role="row" className="h-full border-b border-line bg-sunken">
      <div
        role="gridcell"
        aria-colspan={columns}
        className="sticky left-0 flex h-full w-fit items-center gap-2 px-3 text-xs font-semibold text-ink-2"
      >
        {line.namespace} <span className="tabular font-medium text-ink-3">{line.count}</span>
      </div>
    </div>
  );
}

function gridStyle(clusters: number): CSSProperties & Record<`--${string}`, string> {
  return {
    "--wide-columns": `minmax(232px,1.5fr) minmax(120px,.8fr) repeat(${clusters},minmax(140px,1fr))`,
    "--wide-width": `${352 + 140 * clusters}px`,
  };
}
