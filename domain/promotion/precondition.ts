import { parseImageRef, sameRepository } from "#domain/image/ref.ts";

import type { DecidedItem } from "./item.ts";

/**
 * Whether the file's image is the one that was expected, however both are written. Nothing expected is always met.
 * Throws `DomainError` "invalid" where one of them is no image.
 */
export function isExpected(expected: string | undefined, image: string): boolean {
  if (expected === undefined || expected === "" || expected === image) return true;
  const [wanted, actual] = [parseImageRef(expected), parseImageRef(image)];
  return (
    sameRepository(wanted.name, actual.name) &&
    wanted.tag === actual.tag &&
    wanted.digest === actual.digest
  );
}

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
