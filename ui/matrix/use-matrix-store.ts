"use client";
import { useCallback, useState, useSyncExternalStore } from "react";

import type { MatrixResponse } from "#contracts/api/matrix.ts";
import type { Matrix, MatrixRow } from "#domain/matrix/model.ts";
import { useLiveEvents } from "#ui/live/live-context.ts";
import { fetchMatrix } from "#ui/queries/matrix.ts";

import { MatrixStore } from "./matrix-store.ts";

/** The page's matrix, kept current by the event stream from the answer that the page came with. */
export function useMatrixStore(org: string, initial: MatrixResponse) {
  const [store] = useState(() => new MatrixStore(initial));
  const [error, setError] = useState<unknown>(null);
  const reload = useCallback(async () => {
    try {
      store.load(await fetchMatrix(org));
      setError(null);
    } catch (failure) {
      setError(failure);
    }
  }, [org, store]);
  useLiveEvents({
    after: store.asOf,
    onEvent: ({ seq, event }) => {
      store.apply(seq, event);
      if (event.kind === "matrix") void reload();
    },
    onReset: () => void reload(),
  });
  return { store, error, reload };
}

export function useMatrix(store: MatrixStore): Matrix {
  return useSyncExternalStore(store.subscribe, store.matrix, store.matrix);
}

/** One row; renders again only when that row changes. */
export function useMatrixRow(store: MatrixStore, key: string): MatrixRow | null {
  const subscribe = useCallback(
    (listener: () => void) => store.subscribeRow(key, listener),
    [store, key],
  );
  const read = () => store.row(key);
  return useSyncExternalStore(subscribe, read, read);
}
