import type { Figure } from "./figure.ts";

const heading = ["", "ours", "peer", "ours / peer"];

/** The figures as a table for a terminal, one line each, with `peer` as the other side's name. */
export function figureTable(figures: readonly Figure[], peer: string): string {
  const rows = [heading.map((title) => (title === "peer" ? peer : title)), ...figures.map(cells)];
  const widths = heading.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) => line(row, widths)).join("");
}

function cells({ name, ours, peer, ratio, unit }: Figure): readonly string[] {
  return [
    name,
    `${ours} ${unit}`,
    peer === null ? "–" : `${peer} ${unit}`,
    ratio === null ? "–" : `${ratio}×`,
  ];
}

function line(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return `${padded.join("   ").trimEnd()}\n`;
}
