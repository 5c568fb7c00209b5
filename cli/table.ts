import type { Paint } from "./paint.ts";

const gap = "  ";

/** Rows under their headings, in columns as wide as their widest cell; the last column is not padded. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) =>
    Math.max(...all.map((row) => widthOf(row[column] ?? ""))),
  );
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)))
      .join(gap)
      .trimEnd(),
  );
  const [head = "", ...body] = lines;
  return [paint.bold(head), ...body, ""].join("\n");
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
