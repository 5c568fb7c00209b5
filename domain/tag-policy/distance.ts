import type { TagInfo } from "./rank.ts";

/** How `from` stands to `to`; `by` counts the candidates between them, `different` means not comparable. */
export type TagDistance =
  | { readonly kind: "same" }
  | { readonly kind: "behind"; readonly by: number }
  | { readonly kind: "ahead"; readonly by: number }
  | { readonly kind: "different" };

/**
 * How many steps `from` is behind or ahead of `to` in tags ranked newest first (`rankTags`).
 * Tags that the ranking does not hold are `different`, unless they are equal.
 */
export function tagDistance(input: {
  readonly ranked: readonly TagInfo[];
  readonly from: string;
  readonly to: string;
}): TagDistance {
  const { ranked, from, to } = input;
  if (from === to) return { kind: "same" };
  const fromIndex = ranked.findIndex(({ tag }) => tag === from);
  const toIndex = ranked.findIndex(({ tag }) => tag === to);
  if (fromIndex === -1 || toIndex === -1) return { kind: "different" };
  return fromIndex > toIndex
    ? { kind: "behind", by: fromIndex - toIndex }
    : { kind: "ahead", by: toIndex - fromIndex };
}
