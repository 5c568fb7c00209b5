import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Node } from "yaml";

/** From the first character of a value to behind its last, quotes included. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  /** Whether the path leads on into the text that the value holds. */
  readonly isOuter: boolean;
}

type Keys = readonly (string | number)[];

/** The characters of the value at a path; where the path leads into a text, those of the whole text. */
export type FindScalar = (document: number, path: Keys) => TextRange | undefined;

/** Finds values in a text with the YAML library alone: for places, and as a second opinion on the domain's. */
export function scalarFinder(text: string): FindScalar {
  const parsed = parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" });
  const documents = Array.isArray(parsed) ? parsed : [];
  return (at, path) => {
    const document = documents[at];
    return document && rangeIn(document, document.contents, path);
  };
}

function rangeIn(document: Document.Parsed, node: Node | null, path: Keys): TextRange | undefined {
  const [key, ...rest] = path;
  // An alias that stands for the value itself is what an edit of this place replaces.
  const target = isAlias(node) && key !== undefined ? node.resolve(document) : node;
  if (isScalar(target) || isAlias(target)) {
    const [start, end] = target.range ?? [];
    const isOuter = key !== undefined;
    return start === undefined || end === undefined ? undefined : { start, end, isOuter };
  }
  if (key === undefined) return undefined;
  if (isSeq<Node>(target) && typeof key === "number") {
    const item = target.items[key];
    return item && rangeIn(document, item, rest);
  }
  return isMap<Node, Node | null>(target) ? inMap(document, target.items, path) : undefined;
}

function inMap(
  document: Document.Parsed,
  pairs: readonly { readonly key: Node; readonly value: Node | null }[],
  path: Keys,
): TextRange | undefined {
  const [key, ...rest] = path;
  const own = pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
  if (own !== undefined) return rangeIn(document, own.value, rest);
  for (const { key: name, value } of pairs) {
    if (!isScalar(name) || name.value !== "<<") continue;
    const merged = isSeq<Node>(value) ? value.items : [value];
    const found = merged.map((one) => rangeIn(document, one, path)).find(Boolean);
    if (found !== undefined) return found;
  }
  return undefined;
}
