import type { ObjectDiff } from "#contracts/agent-diff.ts";
import type { Comparison } from "#contracts/api/sync.ts";

import type { Words } from "./sync-words.ts";

type Change = ObjectDiff["change"];

const changes: Readonly<Record<Change, Words>> = {
  refused: { word: "refused", tone: "bad" },
  delete: { word: "delete", tone: "behind" },
  update: { word: "change", tone: "drift" },
  create: { word: "create", tone: "ok" },
};

/** What a sync would do to an object. */
export function changeWords(change: Change): Words {
  return changes[change];
}

/** How many objects there are of each change, the worst first. */
export function countChanges(
  objects: readonly Pick<ObjectDiff, "change">[],
): readonly (readonly [Change, number])[] {
  const order: readonly Change[] = ["refused", "delete", "update", "create"];
  return order.flatMap((change) => {
    const count = objects.filter((object) => object.change === change).length;
    return count === 0 ? [] : [[change, count] as const];
  });
}

const told: Readonly<Record<Change, string>> = {
  refused: "refused by the cluster",
  delete: "deleted",
  update: "changed",
  create: "created",
};

/** How far a comparison is, or what it found, in a sentence. */
export function comparisonLine(
  { progress, diff }: Pick<Comparison, "progress" | "diff">,
  { connected }: { readonly connected: boolean },
): string {
  switch (progress) {
    case "waiting":
      return connected ? "The agent is asked." : "The agent is offline; the question waits for it.";
    case "running":
      return "The agent asks the API server about every object.";
    case "expired":
      return "The agent did not answer in time. Ask again when it is back.";
    case "done":
      return diff === null ? "The agent could not tell." : found(diff);
  }
}

function found({ objects, more, same }: NonNullable<Comparison["diff"]>): string {
  const equal = `${same} ${same === 1 ? "object is" : "objects are"} as git says`;
  if (objects.length + more === 0) return `Nothing: ${equal}.`;
  const parts = countChanges(objects).map(([change, count]) => `${count} ${told[change]}`);
  const rest = more > 0 ? `, ${more} more not listed` : "";
  return `${parts.join(", ")}${rest}; ${equal}.`;
}
