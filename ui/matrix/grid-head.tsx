"use client";
import { useMemo } from "react";

import type { Matrix } from "#domain/matrix/model.ts";
import { classNames } from "#ui/components/class-names.ts";
import { counted } from "#ui/components/counted.ts";

import { rowsBehind } from "./behind.ts";
import { ColumnHeader } from "./column-header.tsx";
import type { MatrixView } from "./use-matrix-view.ts";

interface GridHeadProps {
  readonly matrix: Matrix;
  readonly view: MatrixView;
  readonly onSelectBehind: (cluster: string) => void;
}

export function GridHead({ matrix, view, onSelectBehind }: GridHeadProps) {
  const { columns, rows } = matrix;
  const { from, to } = view;
  const behind = useMemo(
    () => columns.map(({ name }) => rowsBehind(matrix, from === name ? null : from, name).length),
    [matrix, columns, from],
  );
  const namespaces = useMemo(() => new Set(rows.map(({ namespace }) => namespace)).size, [rows]);
  return (
    <div role="rowgroup" className="sticky top-0 z-2 min-w-(--grid-width) bg-surface">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-[46px] [grid-template-columns:var(--columns)] border-b border-line"
      >
        <div
          role="columnheader"
          aria-colindex={1}
          className={classNames(headStyle, "sticky left-0 z-1 bg-surface")}
        >
          <b className="text-sm font-semibold text-ink">Workload</b>
          <span className="truncate">
            {rows.length} in {counted(namespaces, "namespace")}
          </span>
        </div>
        <div
          role="columnheader"
          aria-colindex={2}
          className={classNames(headStyle, from !== null && "max-md:hidden")}
        >
          <b className="text-sm font-semibold text-ink">Image repo</b>
          <span className="truncate">newest allowed</span>
        </div>
        {columns.map((column, index) => (
          <ColumnHeader
            key={column.id}
            column={column}
            index={index}
            behind={behind[index] ?? 0}
            isTarget={column.name === to}
            isSource={column.name === from}
            onSelectBehind={() => onSelectBehind(column.name)}
          />
        ))}
      </div>
    </div>
  );
}

const headStyle = "flex min-w-0 flex-col justify-center px-3 text-xs whitespace-nowrap text-ink-2";
