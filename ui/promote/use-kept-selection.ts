"use client";
import { useMemo, useSyncExternalStore } from "react";

import { keptSelection } from "./kept-selection.ts";

/** A selection that was too long for the address. Not known yet while the server renders. */
export function useKeptSelection(id: string | null): {
  readonly known: boolean;
  readonly keys: readonly string[] | null;
} {
  const text = useSyncExternalStore(
    watchNothing,
    () => (id === null ? "" : (keptSelection(id) ?? "")),
    () => null,
  );
  return useMemo(
    () => ({ known: id === null || text !== null, keys: text ? text.split(",") : null }),
    [id, text],
  );
}

/** What a tab keeps for a page does not change while the page is open. */
function watchNothing(): () => void {
  return () => {};
}
