/** A place in the grid; row −1 is the header. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page key jumps. */
  readonly page: number;
}

/** Where a key leads from a place, or null where it does not move. */
export function moveInGrid(place: GridPlace, key: string, size: GridSize): GridPlace | null {
  const target = moved(place, key, size);
  if (target === null) return null;
  return {
    row: Math.min(Math.max(target.row, -1), size.rows - 1),
    column: Math.min(Math.max(target.column, 0), size.columns - 1),
  };
}

function moved({ row, column }: GridPlace, key: string, size: GridSize): GridPlace | null {
  switch (key) {
    case "ArrowDown":
    case "j":
      return { row: row + 1, column };
    case "ArrowUp":
    case "k":
      return { row: row - 1, column };
    case "ArrowRight":
      return { row, column: column + 1 };
    case "ArrowLeft":
      return { row, column: column - 1 };
    case "Home":
      return { row, column: 0 };
    case "End":
      return { row, column: size.columns - 1 };
    case "PageDown":
      return { row: row + size.page, column };
    case "PageUp":
      return { row: Math.max(0, row - size.page), column };
    case "mod+Home":
      return { row: 0, column: 0 };
    case "mod+End":
      return { row: size.rows - 1, column: size.columns - 1 };
    default:
      return null;
  }
}
