"use client";
import { type KeyboardEvent, type RefObject, useCallback, useState } from "react";

import { keyName } from "#ui/components/use-keys.ts";

import { moveInGrid } from "./grid-move.ts";

interface GridFocusOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: readonly { readonly key: string }[];
  readonly columns: number;
  readonly scrollTo: (key: string) => void;
  readonly onOpen: (key: string, column: number) => void;
}

interface ActiveCell {
  readonly key: string;
  readonly column: number;
}

/** One cell of the grid can be tabbed to; keys move it, and it is scrolled into being before it is focused. */
export function useGridFocus({ scroller, rows, columns, scrollTo, onOpen }: GridFocusOptions) {
  const [chosen, setChosen] = useState<ActiveCell | null>(null);
  const shown = chosen !== null && rows.some(({ key }) => key === chosen.key);
  const active: ActiveCell = shown ? chosen : { key: rows[0]?.key ?? "", column: 0 };

  const place = useCallback((key: string, column: number) => setChosen({ key, column }), []);

  function focus(key: string, column: number): void {
    place(key, column);
    scrollTo(key);
    if (!focusCell(key, column)) requestAnimationFrame(() => focusCell(key, column));
  }

  /** Whether the cell exists by now. */
  function focusCell(key: string, column: number): boolean {
    const selector = `[data-place="${CSS.escape(`${key} ${column}`)}"]`;
    const cell = scroller.current?.querySelector(selector);
    if (!(cell instanceof HTMLElement)) return false;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const onCell = event.target instanceof HTMLElement && event.target.dataset["place"];
    if (event.key === "Enter" && onCell) {
      event.preventDefault();
      onOpen(active.key, active.column);
      return;
    }
    const row = rows.findIndex(({ key }) => key === active.key);
    const size = { rows: rows.length, columns, page: 12 };
    const target = moveInGrid({ row, column: active.column }, keyName(event.nativeEvent), size);
    const next = target === null ? undefined : rows[Math.max(0, target.row)];
    if (target === null || next === undefined) return;
    event.preventDefault();
    focus(next.key, target.column);
  }

  return { active, place, onKeyDown };
}
