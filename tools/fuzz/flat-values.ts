import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Node, Scalar } from "yaml";

/** Every scalar of a text by its path, as the YAML library sees it: a second opinion on the product's own reading. */
export type FlatValues = ReadonlyMap<string, string>;

/** Null where the library finds an error. A merge key is an entry like any other here. */
export function flatValues(text: string): FlatValues | null {
  const parsed = parseAllDocuments(text, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  if (documents.some(({ errors }) => errors.length > 0)) return null;
  const values = new Map<string, string>();
  for (const [at, document] of documents.entries()) {
    flatten({ document, values }, document.contents, [at]);
  }
  return values;
}

/** The name of a value's place among the flat values. */
export function flatKey(document: number, path: readonly (string | number)[]): string {
  return JSON.stringify([document, ...path]);
}

interface Flattening {
  readonly document: Document.Parsed;
  readonly values: Map<string, string>;
}

function flatten(into: Flattening, node: Node | null, path: readonly (string | number)[]): void {
  if (isAlias(node)) flatten(into, node.resolve(into.document) ?? null, path);
  else if (isSeq<Node>(node)) {
    into.values.set(`${JSON.stringify(path)} list`, String(node.items.length));
    for (const [at, item] of node.items.entries()) flatten(into, item, [...path, at]);
  } else if (isMap<Node, Node | null>(node)) {
    into.values.set(`${JSON.stringify(path)} map`, String(node.items.length));
    for (const { key, value } of node.items) {
      flatten(into, value, [...path, isScalar(key) ? textOf(key) : "?"]);
    }
  } else into.values.set(JSON.stringify(path), isScalar(node) ? textOf(node) : "");
}

function textOf({ type, source, value }: Scalar): string {
  if (type === "PLAIN" || type === undefined) return source ?? "";
  return String(value);
}
