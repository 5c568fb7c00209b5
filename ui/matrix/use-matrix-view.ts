"use client";
import { useDeferredValue, useEffect, useMemo, useReducer, useRef, useState } from "react";

import type { Matrix } from "#domain/matrix/model.ts";
import { summarize } from "#domain/matrix/summary.ts";

import { type MatrixUrl, writeMatrixUrl } from "./matrix-url.ts";
import { reduceSelection } from "./selection.ts";
import { type Status, filterRows } from "./status-filter.ts";

/** What the page shows of a matrix: filter, source and target, selection; mirrored in the address. */
export function useMatrixView(matrix: Matrix, initial: MatrixUrl) {
  const [text, setText] = useState(initial.text);
  const [statuses, setStatuses] = useState(initial.statuses);
  const [from, setFrom] = useState(initial.from);
  const [chosenTo, setTo] = useState(initial.to);
  const [selection, select] = useReducer(reduceSelection, {
    keys: new Set(initial.selected),
    anchor: null,
  });

  const summary = useMemo(() => summarize(matrix), [matrix]);
  const known = (name: string | null) => matrix.columns.some((column) => column.name === name);
  const to = (known(chosenTo) ? chosenTo : defaultTarget(matrix, summary.headline?.column)) ?? "";
  const source = known(from) && from !== to ? from : null;

  const wanted = useDeferredValue(text);
  const rows = useMemo(
    () => filterRows(matrix.rows, { text: wanted, statuses }),
    [matrix, wanted, statuses],
  );
  const selected = useMemo(
    () => matrix.rows.filter(({ key }) => selection.keys.has(key)),
    [matrix, selection],
  );

  const url = writeMatrixUrl({
    text,
    statuses,
    from: source,
    to: chosenTo,
    selected: [...selection.keys],
  });
  const mirroring = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    mirroring.current = setTimeout(() => replaceQuery(url), 150);
    return () => clearTimeout(mirroring.current);
  }, [url]);

  /** To be called before leaving: an address replaced on the way would end the navigation. */
  function settleAddress() {
    clearTimeout(mirroring.current);
    replaceQuery(url);
  }

  function toggleStatus(status: Status) {
    setStatuses((now) =>
      now.includes(status) ? now.filter((other) => other !== status) : [...now, status],
    );
  }

  function clearFilter() {
    setText("");
    setStatuses([]);
  }

  return {
    summary,
    rows,
    text,
    setText,
    statuses,
    setStatuses,
    toggleStatus,
    clearFilter,
    from: source,
    setFrom,
    to,
    setTo,
    selection,
    selected,
    select,
    settleAddress,
  };
}

export type MatrixView = ReturnType<typeof useMatrixView>;

function defaultTarget(matrix: Matrix, headline: string | undefined): string | undefined {
  return headline ?? matrix.columns.at(-1)?.name;
}

function replaceQuery(query: string): void {
  if (location.search.replace(/^\?/, "") === query) return;
  history.replaceState(null, "", query === "" ? location.pathname : `?${query}`);
}
