import { parseAllDocuments } from "yaml";

import { Refusal } from "./exit.ts";

/** A live object, with what names it. */
export interface NamedObject {
  readonly kind: string;
  readonly name: string;
  readonly object: unknown;
}

/** The objects in YAML or JSON as kubectl prints them, the items of lists one by one. Throws `Refusal` for other text. */
export function liveObjects(file: string, text: string): readonly NamedObject[] {
  const documents = parseAllDocuments(text, { logLevel: "silent" });
  if (!Array.isArray(documents)) return [];
  const error = documents.flatMap((document) => document.errors)[0];
  if (error !== undefined) throw new Refusal(`${file}: ${error.message}`);
  return documents.flatMap((document) => objectsIn(document.toJS()));
}

function objectsIn(value: unknown): readonly NamedObject[] {
  const { kind, items } = fieldsOf(value);
  if (typeof kind !== "string") return [];
  if (kind.endsWith("List") && Array.isArray(items)) return items.flatMap(objectsIn);
  const { name } = fieldsOf(fieldsOf(value)["metadata"]);
  return [{ kind, name: typeof name === "string" ? name : "", object: value }];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
