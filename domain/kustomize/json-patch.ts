import { DomainError } from "#domain/error.ts";
import { nodeAt, plainOf, stringAt, withEntry, withoutEntry } from "#domain/manifest/yaml-node.ts";
import type { Key, MapNode, SeqNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { overriding } from "./strategic-merge.ts";

const mostNodes = 200_000;

/**
 * The object with the operations of a JSON patch (RFC 6902) applied in their order. Throws `DomainError` "invalid",
 * saying which operation does not fit the object.
 */
export function applyJsonPatch(object: MapNode, operations: readonly YamlNode[]): MapNode {
  const result = operations.reduce<YamlNode>(applyOperation, object);
  if (sizeUpTo(result, mostNodes) >= mostNodes) {
    throw new DomainError("invalid", "The copies of the JSON patch make the object too large.");
  }
  if (result.kind === "map") return result;
  throw new DomainError("invalid", "The JSON patch replaces the whole object by something else.");
}

/** The number of values in the tree, counted no further than `most`: copies of copies grow without bound. */
function sizeUpTo(node: YamlNode, most: number): number {
  const children = node.kind === "map" ? node.entries.values() : [];
  let size = 1;
  for (const child of node.kind === "seq" ? node.items : children) {
    if (size >= most) return size;
    size += sizeUpTo(child, most - size);
  }
  return size;
}

function applyOperation(object: YamlNode, operation: YamlNode): YamlNode {
  const op = stringAt(operation, ["op"]) ?? "";
  const pointer = stringAt(operation, ["path"]) ?? "";
  const from = stringAt(operation, ["from"]) ?? "";
  const value = operation.kind === "map" ? operation.entries.get("value") : undefined;
  switch (op) {
    case "add":
      return put(object, pointer, { value: needed(value, pointer), insert: true });
    case "replace":
      read(object, pointer);
      return put(object, pointer, { value: needed(value, pointer), insert: false });
    case "remove":
      return remove(object, pointer);
    case "copy":
      return put(object, pointer, { value: read(object, from), insert: true });
    case "move":
      return put(remove(object, from), pointer, { value: read(object, from), insert: true });
    case "test":
      return tested(object, pointer, needed(value, pointer));
    default:
      throw unfit(pointer, `"${op}" is not an operation`);
  }
}

function needed(value: YamlNode | undefined, pointer: string): YamlNode {
  if (value === undefined) throw unfit(pointer, "the operation has no value");
  return value;
}

function tested(object: YamlNode, pointer: string, value: YamlNode): YamlNode {
  const found = JSON.stringify(plainOf(read(object, pointer)));
  if (found === JSON.stringify(plainOf(value))) return object;
  throw unfit(pointer, "the test fails, the value is another one");
}

function read(object: YamlNode, pointer: string): YamlNode {
  let at: YamlNode | undefined = object;
  for (const part of partsOf(pointer)) {
    at = nodeAt(at, [at?.kind === "seq" ? indexIn(at, part, pointer) : part]);
    if (at === undefined) throw unfit(pointer, "nothing is there");
  }
  return at;
}

interface Change {
  readonly value: YamlNode;
  /** In a list: before the item at the index rather than instead of it. */
  readonly insert: boolean;
}

function put(object: YamlNode, pointer: string, change: Change): YamlNode {
  return within(object, partsOf(pointer), {
    pointer,
    map: (map, key) => {
      const value =
        change.value.kind === "scalar"
          ? overriding(map.entries.get(key), change.value)
          : change.value;
      return withEntry(map, key, value);
    },
    seq: (seq, index) => ({
      ...seq,
      items: seq.items.toSpliced(index, change.insert ? 0 : 1, change.value),
    }),
    root: () => change.value,
  });
}

function remove(object: YamlNode, pointer: string): YamlNode {
  read(object, pointer);
  return within(object, partsOf(pointer), {
    pointer,
    map: (map, key) => withoutEntry(map, key),
    seq: (seq, index) => ({ ...seq, items: seq.items.toSpliced(index, 1) }),
    root: () => object,
  });
}

interface Step {
  readonly pointer: string;
  readonly map: (map: MapNode, key: string) => YamlNode;
  readonly seq: (seq: SeqNode, index: number) => YamlNode;
  readonly root: () => YamlNode;
}

function within(node: YamlNode, parts: readonly string[], step: Step): YamlNode {
  const [part, ...rest] = parts;
  if (part === undefined) return step.root();
  if (node.kind === "scalar") throw unfit(step.pointer, "the path leads into a plain value");
  if (node.kind === "seq") {
    const index = indexIn(node, part, step.pointer);
    if (rest.length === 0) return step.seq(node, index);
    const item = childAt(node, index, step.pointer);
    return { ...node, items: node.items.with(index, within(item, rest, step)) };
  }
  if (rest.length === 0) return step.map(node, part);
  return withEntry(node, part, within(childAt(node, part, step.pointer), rest, step));
}

function childAt(node: YamlNode, key: Key, pointer: string): YamlNode {
  const child = nodeAt(node, [key]);
  if (child === undefined) throw unfit(pointer, `"${key}" is not there`);
  return child;
}

function indexIn(seq: SeqNode, part: string, pointer: string): number {
  const index = part === "-" ? seq.items.length : Number(part);
  if (/^(?:-|\d+)$/.test(part) && index <= seq.items.length) return index;
  throw unfit(pointer, `the list has ${seq.items.length} items`);
}

function partsOf(pointer: string): readonly string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function unfit(pointer: string, reason: string): DomainError {
  return new DomainError("invalid", `The JSON patch does not fit at "${pointer}": ${reason}.`);
}
