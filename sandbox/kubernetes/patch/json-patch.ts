import { equal, isList, isObject, textAt, type Json } from "#sandbox/kubernetes/json.ts";
import { badRequest } from "#sandbox/kubernetes/status.ts";

/** RFC 6902; throws a 400 for a malformed operation, and where a path or a test does not hold. */
export function jsonPatch(document: Json, operations: Json): Json {
  if (!isList(operations)) throw badRequest("a JSON patch must be a list of operations");
  return operations.reduce<Json>(
    (current, operation) => applyOperation(current, operation),
    document,
  );
}

function applyOperation(document: Json, operation: Json): Json {
  if (!isObject(operation)) throw badRequest("each operation of a JSON patch must be an object");
  const path = pointer(operation["path"]);
  const value = operation["value"] ?? null;
  switch (operation["op"]) {
    case "add":
      return change(document, path, (parent, key) => insert(parent, key, value));
    case "replace":
      read(document, path);
      return change(document, path, (parent, key) => assign(parent, key, value));
    case "remove":
      read(document, path);
      return change(document, path, remove);
    case "copy":
      return addAt(document, path, read(document, pointer(operation["from"])));
    case "move": {
      const from = pointer(operation["from"]);
      return addAt(change(document, from, remove), path, read(document, from));
    }
    case "test":
      if (equal(read(document, path), value)) return document;
      throw badRequest(`testing path ${textAt(operation, "path")} value failed`);
    default:
      throw badRequest(`unexpected kind of operation: ${textAt(operation, "op")}`);
  }
}

function addAt(document: Json, path: readonly string[], value: Json): Json {
  return change(document, path, (parent, key) => insert(parent, key, value));
}

function pointer(value: Json | undefined): readonly string[] {
  if (typeof value !== "string" || (value !== "" && !value.startsWith("/"))) {
    throw badRequest(`${JSON.stringify(value)} is not a JSON pointer`);
  }
  return value
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function read(document: Json, path: readonly string[]): Json {
  let current: Json | undefined = document;
  for (const key of path) {
    current = isList(current) ? current[Number(key)] : isObject(current) ? current[key] : undefined;
    if (current === undefined) throw badRequest(`the path /${path.join("/")} does not exist`);
  }
  return current;
}

type Edit = (parent: Json, key: string) => Json;

function change(document: Json, path: readonly string[], edit: Edit): Json {
  const [key, ...rest] = path;
  if (key === undefined) throw badRequest("a JSON patch cannot replace the whole object");
  if (rest.length === 0) return edit(document, key);
  const child = change(read(document, [key]), rest, edit);
  return assign(document, key, child);
}

function insert(parent: Json, key: string, value: Json): Json {
  if (!isList(parent)) return assign(parent, key, value);
  const index = key === "-" ? parent.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > parent.length) {
    throw badRequest(`${key} is not an index of the list`);
  }
  return parent.toSpliced(index, 0, value);
}

function assign(parent: Json, key: string, value: Json): Json {
  if (isList(parent)) return parent.with(Number(key), value);
  if (!isObject(parent)) throw badRequest(`${key} cannot be set in a plain value`);
  return { ...parent, [key]: value };
}

function remove(parent: Json, key: string): Json {
  if (isList(parent)) return parent.toSpliced(Number(key), 1);
  if (!isObject(parent)) throw badRequest(`${key} cannot be removed from a plain value`);
  const { [key]: _removed, ...rest } = parent;
  return rest;
}
