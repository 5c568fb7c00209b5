import { hidden, valuesOf } from "./hide-values.ts";

/** Hashes of the words in an object's values: enough to know such a word again, and no values to be told by mistake. */
export type ValueMarks = readonly number[];

const word = /[\w./+@-]{6,}/g;
const lastDots = /[./-]+$/;

/** The marks of an object, for messages about it that come when it is no longer at hand. */
export function markValues(object: unknown): ValueMarks {
  const words = valuesOf(object).flatMap((value) => value.match(word) ?? []);
  return [...new Set(words.map((each) => hashOf(each.replace(lastDots, ""))))];
}

/** The text without the words that are marked. */
export function hideMarked(text: string, marks: ValueMarks): string {
  if (marks.length === 0) return text;
  const marked = new Set(marks);
  return text.replace(word, (each) => {
    const bare = each.replace(lastDots, "");
    return marked.has(hashOf(bare)) ? `${hidden}${each.slice(bare.length)}` : each;
  });
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
