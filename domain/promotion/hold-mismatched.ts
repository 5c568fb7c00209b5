import type { DecidedItem } from "./item.ts";

/**
 * Someone who says what must be there wants nothing done where it is not: one failed precondition holds back every
 * change of the plan, and each item says so. Preconditions whose failure is passed over hold nothing back.
 */
export function holdMismatched(decided: readonly DecidedItem[]): readonly DecidedItem[] {
  const broken = decided.find(
    ({ item }) => item.outcome === "failed" && item.reason?.code === "mismatch",
  );
  if (!broken) return decided;
  const { workload, container } = broken.item;
  return decided.map(({ item, edits }) =>
    item.outcome === "update"
      ? {
          item: {
            ...item,
            outcome: "skipped",
            reason: { code: "held-by-mismatch", workload, container },
            flags: [],
          },
          edits: [],
        }
      : { item, edits },
  );
}
