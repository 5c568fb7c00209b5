export type Key = string | number;
/** Keys from a root downwards. `name=web` below a list is its item of that name, whether or not it is there yet. */
export type Path = readonly Key[];

const itemSelector = /^name=(.+)$/;

/** The key that stands for the item of this name in a list. */
export function itemKey(name: string): Key {
  return `name=${name}`;
}

/** The name that a key selects an item by, or undefined where it is an ordinary key. */
export function selectedName(key: Key | undefined): string | undefined {
  return itemSelector.exec(String(key ?? ""))?.[1];
}

const documentSelector = /^document=(\d+)$/;

/** The key that stands for a further document of the YAML inside a text; the first one needs none. */
export function documentKey(index: number): Key {
  return `document=${index}`;
}

/** The number of the document that a key stands for, or undefined where it is an ordinary key. */
export function selectedDocument(key: Key | undefined): number | undefined {
  const digits = documentSelector.exec(String(key ?? ""))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The document that a node was read from; all nodes of one document share one object. */
export interface Source {
  readonly file: string;
  readonly document: number;
}

/** Where a node stands in its source. A key below a text is a place in the YAML which that text holds. */
export interface Place {
  readonly source: Source;
  readonly parent: Place | null;
  readonly key: Key;
  readonly line: number;
}

export type ScalarValue = string | number | boolean | null;

/** `text` is what the file says: `1.10` where the value is the number 1.1. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: ScalarValue;
  readonly text: string;
  readonly place: Place;
  /** The place in a base whose value this one replaced. */
  readonly overridden?: Place;
  /** Whether the place is one that the value can be added at, and does not hold it yet. */
  readonly isUnwritten?: boolean;
  /** The entry of a kustomization's `images` that computed this value, and the value it was applied to. */
  readonly entry?: { readonly map: MapNode; readonly before: string };
  /** The scalar in another place that gives an image's tag, where that is put into the text. */
  readonly tagFrom?: ScalarNode;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, YamlNode>;
  readonly place: Place;
}

export interface SeqNode {
  readonly kind: "seq";
  readonly items: readonly YamlNode[];
  readonly place: Place;
}

/** A YAML value that knows where it was written, and still does after it was merged elsewhere. */
export type YamlNode = ScalarNode | MapNode | SeqNode;

/** The keys from the root of the document to this place. */
export function pathOf(place: Place): Path {
  const keys: Key[] = [];
  for (let at = place; at.parent !== null; at = at.parent) keys.unshift(at.key);
  return keys;
}

/** The node below `node` at `path`, or undefined where the path leaves the tree. */
export function nodeAt(node: YamlNode | undefined, path: Path): YamlNode | undefined {
  let at = node;
  for (const key of path) at = childOf(at, key);
  return at;
}

/** The map at `path`, or undefined where there is none or something else. */
export function mapAt(node: YamlNode | undefined, path: Path): MapNode | undefined {
  const found = nodeAt(node, path);
  return found?.kind === "map" ? found : undefined;
}

/** The items of the sequence at `path`; none where there is none or something else. */
export function itemsAt(node: YamlNode | undefined, path: Path): readonly YamlNode[] {
  const found = nodeAt(node, path);
  return found?.kind === "seq" ? found.items : [];
}

/** The text at `path` when YAML reads it as a string. */
export function stringAt(node: YamlNode | undefined, path: Path): string | undefined {
  const found = nodeAt(node, path);
  return found?.kind === "scalar" && typeof found.value === "string" ? found.value : undefined;
}

/** The text at `path` as the file writes it, whatever YAML makes of it; undefined for null. */
export function textAt(node: YamlNode | undefined, path: Path): string | undefined {
  const found = nodeAt(node, path);
  return found?.kind === "scalar" && found.value !== null ? found.text : undefined;
}

/** The value as plain JSON. */
export function plainOf(node: YamlNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "seq":
      return node.items.map(plainOf);
    case "map":
      return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainOf(value)]));
  }
}

/** The same map with one entry set. */
export function withEntry(map: MapNode, key: string, value: YamlNode): MapNode {
  return { ...map, entries: new Map(map.entries).set(key, value) };
}

/** The same map without one entry. */
export function withoutEntry(map: MapNode, key: string): MapNode {
  const entries = new Map(map.entries);
  entries.delete(key);
  return { ...map, entries };
}

/** The tree with what stands at `path` replaced; maps, lists and items that are missing on the way are made. */
export function withNodeAt(node: YamlNode, path: Path, value: YamlNode): YamlNode {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const name = selectedName(key);
  if (name !== undefined && isListLike(node)) return withItemAt(node, { name, rest }, value);
  if (node.kind === "seq" && typeof key === "number") {
    const items = node.items.map((item, at) => (at === key ? withNodeAt(item, rest, value) : item));
    return { ...node, items };
  }
  const map = node.kind === "map" ? node : emptyMap(node.place);
  const child = map.entries.get(String(key)) ?? emptyMap(map.place);
  return withEntry(map, String(key), withNodeAt(child, rest, value));
}

/** A list, or the nothing that one can be put in place of. */
function isListLike(node: YamlNode): boolean {
  if (node.kind === "scalar") return node.value === null;
  return node.kind === "seq" || node.entries.size === 0;
}

function withItemAt(
  node: YamlNode,
  at: { readonly name: string; readonly rest: Path },
  value: YamlNode,
): YamlNode {
  const { place } = node;
  const items = node.kind === "seq" ? node.items : [];
  const found = items.findIndex((item) => stringAt(item, ["name"]) === at.name);
  const fresh = withEntry(emptyMap(place), "name", textNode(at.name, place));
  const item = withNodeAt(items[found] ?? fresh, at.rest, value);
  const next = found === -1 ? [...items, item] : items.with(found, item);
  return { kind: "seq", items: next, place };
}

/** A map without entries, for values that no file writes; `place` is what it was made from. */
export function emptyMap(place: Place): MapNode {
  return { kind: "map", entries: new Map(), place };
}

/** A string that no file writes as such; `place` is what it was made from. */
export function textNode(text: string, place: Place): ScalarNode {
  return { kind: "scalar", value: text, text, place };
}

function childOf(node: YamlNode | undefined, key: Key): YamlNode | undefined {
  if (node?.kind === "map") return node.entries.get(String(key));
  if (node?.kind === "seq" && typeof key === "number") return node.items[key];
  return undefined;
}
