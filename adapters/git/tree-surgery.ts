import { DomainError } from "#domain/error.ts";

import { objectId, spliceDelta } from "./pack.ts";
import type { PackObject, Splice } from "./pack.ts";
import { kindOfMode, treeEntries } from "./tree.ts";

export type ReadObject = (oid: string) => Promise<Buffer>;

interface Change {
  readonly path: readonly string[];
  readonly content: Buffer;
}

/** A delta is worth sending when it is clearly smaller than the object. */
const worthwhile = 0.7;

/**
 * Replaces the contents of existing files below a tree, without a work tree or an index: only the object
 * ids inside the trees along the way are rewritten. Returns the new root and the objects to send.
 */
export async function replaceFiles(
  read: ReadObject,
  root: string,
  files: ReadonlyMap<string, Buffer>,
): Promise<{ readonly root: string; readonly objects: readonly PackObject[] }> {
  const objects: PackObject[] = [];
  const changes = [...files].map(([path, content]) => ({ path: path.split("/"), content }));
  const replaced = await replaceIn({ read, objects, oid: root, folder: "" }, changes);
  return { root: replaced, objects };
}

interface Place {
  readonly read: ReadObject;
  readonly objects: PackObject[];
  readonly oid: string;
  readonly folder: string;
}

async function replaceIn(place: Place, changes: readonly Change[]): Promise<string> {
  const before = await place.read(place.oid);
  const byName = Map.groupBy(changes, ({ path }) => path[0] ?? "");
  const splices: Splice[] = [];
  for (const entry of treeEntries(before)) {
    const own = byName.get(entry.name);
    if (!own) continue;
    byName.delete(entry.name);
    const path = `${place.folder}${entry.name}`;
    const oid = await replaceEntry({ ...place, oid: entry.oid, folder: path }, entry.mode, own);
    splices.push({ offset: entry.offset, length: 20, data: Buffer.from(oid, "hex") });
  }
  const [missing] = byName.keys();
  if (missing !== undefined) {
    throw new DomainError(
      "plan-stale",
      `${place.folder}${missing} is no longer in the repository.`,
    );
  }
  return addTree(place, before, splices);
}

async function replaceEntry(
  place: Place,
  mode: string,
  changes: readonly Change[],
): Promise<string> {
  const kind = kindOfMode(mode);
  const deeper = changes.map(({ path, content }) => ({ path: path.slice(1), content }));
  const [first] = deeper;
  if (kind === "folder" && first && first.path.length > 0) {
    return replaceIn({ ...place, folder: `${place.folder}/` }, deeper);
  }
  if (kind !== "file" || !first || first.path.length > 0) {
    throw new DomainError("plan-stale", `${place.folder} is no longer a regular file.`);
  }
  const oid = objectId("blob", first.content);
  place.objects.push({ oid, type: "blob", data: first.content });
  return oid;
}

function addTree(
  { objects, oid: base }: Place,
  before: Buffer,
  splices: readonly Splice[],
): string {
  const after = Buffer.from(before);
  for (const { offset, data } of splices) data.copy(after, offset);
  const oid = objectId("tree", after);
  const delta = spliceDelta(before.length, splices);
  const small = delta.length < after.length * worthwhile;
  objects.push({ oid, type: "tree", data: after, ...(small && { delta: { base, data: delta } }) });
  return oid;
}
