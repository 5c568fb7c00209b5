import { behindBy } from "#domain/matrix/distance.ts";
import type { MatrixCell } from "#domain/matrix/model.ts";
import { imageVersion } from "#ui/components/image-text.ts";
import type { Tone } from "#ui/components/tag.tsx";

import { failureWord } from "./failure-word.ts";

export interface CellWords {
  /** The version of the first container that stays running. */
  readonly version: string;
  /** How many other containers run other versions. */
  readonly others: number;
  readonly tag: { readonly tone: Tone; readonly text: string; readonly kind: TagKind } | null;
  /** Nothing here needs a person. */
  readonly quiet: boolean;
  readonly ready: string;
}

export type TagKind =
  | "failing"
  | "rolling"
  | "drift"
  | "behind"
  | "waiting"
  | "ahead"
  | "different";

/** What a cell says: its version, and at most one word about what needs a person. */
export function describeCell(cell: MatrixCell): CellWords {
  const tag = tagOf(cell);
  const versions = [...cell.containers]
    .toSorted((a, b) => Number(a.init) - Number(b.init))
    .map(({ image }) => imageVersion(image));
  const [version = "no image", ...rest] = versions;
  return {
    version,
    others: new Set(rest.filter((other) => other !== version)).size,
    tag,
    quiet: tag === null || tag.tone === "plain",
    ready: cell.desired > 0 ? `${cell.ready}/${cell.desired}` : "",
  };
}

function tagOf(cell: MatrixCell): CellWords["tag"] {
  if (cell.state === "failing") {
    return { tone: "bad", text: failureWord(cell.message), kind: "failing" };
  }
  if (cell.state === "rolling") {
    return { tone: "run", text: `${cell.ready} of ${cell.desired}`, kind: "rolling" };
  }
  if (cell.drift) return { tone: "drift", text: "drift", kind: "drift" };
  const behind = behindBy(cell);
  if (behind > 0) return { tone: "behind", text: `${behind} behind`, kind: "behind" };
  if (cell.state === "waiting") return { tone: "plain", text: "waiting", kind: "waiting" };
  const kinds = new Set(cell.containers.map(({ distance }) => distance.kind));
  if (kinds.has("ahead")) return { tone: "plain", text: "ahead", kind: "ahead" };
  if (kinds.has("different")) return { tone: "plain", text: "different", kind: "different" };
  return null;
}
