"use client";
import { useCallback, useRef, useState } from "react";

import type { MatrixResponse } from "#contracts/api/matrix.ts";
import { ProblemNote } from "#ui/components/problem-note.tsx";

import { rowsBehind } from "./behind.ts";
import { BulkBar, usePromoteSelected } from "./bulk-bar.tsx";
import { CellPopover } from "./cell-popover.tsx";
import { MatrixEmpty, MatrixFilteredOut } from "./matrix-empty.tsx";
import { MatrixFilter } from "./matrix-filter.tsx";
import { MatrixGrid } from "./matrix-grid.tsx";
import { MatrixSentence } from "./matrix-sentence.tsx";
import type { MatrixUrl } from "./matrix-url.ts";
import { useMatrixKeys } from "./use-matrix-keys.ts";
import { useMatrix, useMatrixStore } from "./use-matrix-store.ts";
import { useMatrixView } from "./use-matrix-view.ts";

interface MatrixPageProps {
  readonly org: string;
  readonly initial: MatrixResponse;
  readonly url: MatrixUrl;
}

/** The home of the product: what runs where, what is behind, and the way to promote it. */
export function MatrixPage({ org, initial, url }: MatrixPageProps) {
  const { store, error, reload } = useMatrixStore(org, initial);
  const matrix = useMatrix(store);
  const view = useMatrixView(matrix, url);
  const promote = usePromoteSelected(org, view);
  const [open, setOpen] = useState<{ key: string; column: number } | null>(null);
  const anchor = useRef<HTMLElement | null>(null);

  const openCell = useCallback((key: string, column: number) => {
    const place = `[data-place="${CSS.escape(`${key} ${column}`)}"]`;
    anchor.current = document.querySelector<HTMLElement>(place);
    setOpen({ key, column });
  }, []);
  const { from, setTo, select } = view;
  function selectBehind(cluster: string) {
    setTo(cluster);
    const rows = rowsBehind(matrix, from === cluster ? null : from, cluster);
    select({ type: "set", keys: rows.map(({ key }) => key) });
  }
  useMatrixKeys({ matrix, view, selectBehind, promote });

  const row = open ? store.row(open.key) : null;
  const position = (open?.column ?? 0) - 2;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {matrix.rows.length === 0 ? (
        <h1 className="mb-3">Workloads</h1>
      ) : (
        <MatrixSentence
          summary={view.summary}
          onHop={(hop) => {
            view.setStatuses(["behind"]);
            view.setFrom(hop.from);
            view.setTo(hop.to);
          }}
          onStatus={(status) => view.setStatuses([status])}
        />
      )}
      {error ? <ProblemNote error={error} onRetry={() => void reload()} /> : null}
      {matrix.rows.length === 0 ? (
        <MatrixEmpty org={org} columns={matrix.columns} />
      ) : (
        <>
          <MatrixFilter view={view} />
          {view.rows.length === 0 ? (
            <MatrixFilteredOut view={view} />
          ) : (
            <MatrixGrid
              org={org}
              store={store}
              matrix={matrix}
              view={view}
              onOpen={openCell}
              onSelectBehind={selectBehind}
            />
          )}
          <BulkBar columns={matrix.columns} view={view} onPromote={promote} />
        </>
      )}
      {open && row ? (
        <CellPopover
          org={org}
          row={row}
          column={matrix.columns[position] ?? null}
          cell={row.cells[position] ?? null}
          from={view.from}
          to={view.to}
          anchor={anchor}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}
