import { parseManifestFile } from "./file.ts";
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

/** Whether an edit changed anything but the wanted values, told by reading the file before and after it. */
export function findUnwanted(input: {
  readonly before: string;
  readonly after: string;
  readonly changes: readonly WantedValue[];
}): Unwanted | undefined {
  const before = parseManifestFile("", input.before);
  const after = parseManifestFile("", input.after);
  if (before.documents.length !== after.documents.length) {
    return { line: 1, message: "After the edit the file could no longer be read." };
  }
  for (const { index, tree } of before.documents) {
    const wanted = input.changes
      .filter(({ edit }) => edit.document === index)
      .reduce<YamlNode>(
        (all, { path, to }) => withNodeAt(all, path, textNode(to, tree.place)),
        tree,
      );
    const found = after.documents[index]?.tree;
    const place = found === undefined ? tree.place : firstDifference(wanted, found);
    if (place !== undefined) return unwantedAt(place);
  }
  return undefined;
}

function unwantedAt(place: Place): Unwanted {
  const path = pathOf(place).join(".");
  return {
    line: place.line,
    message: `The edit would also change ${path}, which shares the value or the line.`,
  };
}

function firstDifference(wanted: YamlNode, found: YamlNode): Place | undefined {
  if (wanted.kind === "scalar" && found.kind === "scalar") {
    const isSame = wanted.value === found.value && wanted.text === found.text;
    return isSame ? undefined : found.place;
  }
  const children = childrenOf(wanted);
  const others = childrenOf(found);
  if (wanted.kind !== found.kind || children.size !== others.size) return found.place;
  for (const [key, child] of children) {
    const other = others.get(key);
    const place = other === undefined ? found.place : firstDifference(child, other);
    if (place !== undefined) return place;
  }
  return undefined;
}

function childrenOf(node: YamlNode): ReadonlyMap<string | number, YamlNode> {
  switch (node.kind) {
    case "scalar":
      return new Map();
    case "map":
      return node.entries;
    case "seq":
      return new Map(node.items.entries());
  }
}
