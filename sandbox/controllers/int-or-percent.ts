import type { IntOrPercent } from "./kinds.ts";

/** The number a value such as `25%` or `2` stands for among `total`. */
export function resolveCount({
  value,
  total,
  round,
}: {
  value: IntOrPercent;
  total: number;
  round: "up" | "down";
}): number {
  if (typeof value === "number") return value;
  const exact = (Number.parseFloat(value) / 100) * total;
  const count = round === "up" ? Math.ceil(exact) : Math.floor(exact);
  return Number.isFinite(count) ? count : 0;
}
