"use client";
import type { Matrix } from "#domain/matrix/model.ts";
import { useKeys } from "#ui/components/use-keys.ts";

import type { MatrixView } from "./use-matrix-view.ts";

interface MatrixKeysOptions {
  readonly matrix: Matrix;
  readonly view: MatrixView;
  readonly selectBehind: (cluster: string) => void;
  readonly promote: () => void;
}

/** The page's shortcuts. Those about a row mean the cell that is focused, else the first. */
export function useMatrixKeys(options: MatrixKeysOptions): void {
  const { matrix, view, selectBehind, promote } = options;

  function column(): string | undefined {
    return matrix.columns[(focusedPlace()?.column ?? 0) - 2]?.name;
  }
  function enterGrid() {
    document.querySelector<HTMLElement>("[role=grid] [tabindex='0']")?.focus();
  }
  function toggle(range: boolean) {
    const place = focusedPlace();
    if (place === null) return enterGrid();
    const order = view.rows.map(({ key }) => key);
    view.select(
      range ? { type: "range", key: place.key, order } : { type: "toggle", key: place.key },
    );
  }
  useKeys({
    j: enterGrid,
    k: enterGrid,
    ArrowDown: enterGrid,
    x: () => toggle(false),
    X: () => toggle(true),
    a: () => selectBehind(view.to),
    t: () => view.setTo(column() ?? view.to),
    s: () => view.setFrom(column() ?? null),
    p: promote,
    Escape: () => view.select({ type: "clear" }),
  });
}

function focusedPlace(): { readonly key: string; readonly column: number } | null {
  const place = document.activeElement?.closest<HTMLElement>("[data-place]")?.dataset["place"];
  const [key, column] = place?.split(" ") ?? [];
  return key === undefined ? null : { key, column: Number(column) };
}
