import { DomainError } from "#domain/error.ts";

import { readTree } from "./file.ts";
import { SourceFile } from "./source-file.ts";
import { pathOf, textNode, withNodeAt } from "./yaml-node.ts";
import type { Path, Place, YamlNode } from "./yaml-node.ts";

interface WantedValue {
  readonly edit: { readonly document: number };
  readonly path: Path;
  readonly to: string;
}

export interface Unwanted {
  readonly line: number;
  readonly message: string;
}

/**
 * Whether an edit changed anything but the wanted values: every document has to have the same text as before, or to
 * be read as the same values but for the wanted ones.
 */
export function findUnwanted(input: {
  readonly before: SourceFile;
  readonly after: string;
  readonly changes: readonly WantedValue[];
}): Unwanted | undefined {
  const { before } = input;
  const after = new SourceFile(input.after);
  if (before.count !== after.count) return unreadable(1);
  for (let index = 0; index < before.count; index += 1) {
    const changes = input.changes.filter(({ edit }) => edit.document === index);
    if (changes.length === 0 && isSameText(before, after, index)) continue;
    const unwanted = compareDocuments({ before, after, index, changes });
    if (unwanted !== undefined) return unwanted;
  }
  return undefined;
}

function isSameText(before: SourceFile, after: SourceFile, index: number): boolean {
  const old = before.parts?.[index];
  const now = after.parts?.[index];
  if (old === undefined || now === undefined) return false;
  const isLong = old.end - old.start === now.end - now.start;
  return isLong && before.text.slice(old.start, old.end) === after.text.slice(now.start, now.end);
}

function compareDocuments(input: {
  readonly before: SourceFile;
  readonly after: SourceFile;
  readonly index: number;
  readonly changes: readonly WantedValue[];
}): Unwanted | undefined {
  const { before, after, index, changes } = input;
  const tree = treeOf(before, index);
  const found = treeOf(after, index);
  if (typeof tree === "string" || typeof found === "string") {
    return tree === found && changes.length === 0 ? undefined : unreadable(lineOf(before, index));
  }
  const wanted = changes.reduce<YamlNode>(
    (all, { path, to }) => withNodeAt(all, path, textNode(to, tree.place)),
    tree,
  );
  const place = firstDifference(wanted, found);
  return place === undefined ? undefined : unwantedAt(place);
}

/** The document's values, or the sentence that says why it cannot be read. */
function treeOf(source: SourceFile, index: number): YamlNode | string {
  const document = source.document(index);
  if (document === undefined) return "There is no such document";
  const root = {
    source: { file: "", document: index },
    parent: null,
    key: "",
    line: document.line,
  };
  try {
    return readTree(document, root, 0);
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

function lineOf(source: SourceFile, index: number): number {
  return source.document(index)?.line ?? 1;
}

function unreadable(line: number): Unwanted {
  return { line, message: "After the edit the file could no longer be read." };
}

function unwantedAt(place: Place): Unwanted {
  const path = pathOf(place).join(".");
  return {
    line: place.line,
    message: `The edit would also change ${path}, which shares the value or the line.`,
  };
}

function firstDifference(wanted: YamlNode, found: YamlNode): Place | undefined {
  switch (wanted.kind) {
    case "scalar": {
      const isSame =
        found.kind === "scalar" &&
        wanted.text === found.text &&
        Object.is(wanted.value, found.value);
      return isSame ? undefined : found.place;
    }
    case "seq":
      if (found.kind !== "seq" || wanted.items.length !== found.items.length) return found.place;
      return firstOf(found.place, wanted.items.entries(), (at) => found.items[at]);
    case "map":
      if (found.kind !== "map" || wanted.entries.size !== found.entries.size) return found.place;
      return firstOf(found.place, wanted.entries, (key) => found.entries.get(key));
  }
}

function firstOf<Key>(
  outer: Place,
  wanted: Iterable<readonly [Key, YamlNode]>,
  found: (key: Key) => YamlNode | undefined,
): Place | undefined {
  for (const [key, child] of wanted) {
    const other = found(key);
    const place = other === undefined ? outer : firstDifference(child, other);
    if (place !== undefined) return place;
  }
  return undefined;
}
