import { isUtf8 } from "node:buffer";

import { DomainError } from "#domain/error.ts";

import { applySplices, spliceBetween, spliceDelta } from "./delta.ts";
import type { Splice } from "./delta.ts";
import type { ObjectType } from "./pack-entry.ts";
import { objectId } from "./pack.ts";
import type { PackObject } from "./pack.ts";
import { isSafeName } from "./path-name.ts";
import { encodeTreeEntry, kindOfMode, oidBytes, sortKey, treeEntries } from "./tree.ts";
import type { TreeEntry } from "./tree.ts";

export type ReadObject = (oid: string) => Promise<Buffer>;

interface Change {
  readonly path: readonly string[];
  /** Null removes the file. */
  readonly content: Buffer | null;
}

/** Where the surgeon is: all changes are below `folder`. */
interface Place {
  readonly read: ReadObject;
  readonly objects: PackObject[];
  readonly folder: string;
}

/** What a delta must save: the receiver has to find its base, and to add it to the pack where it keeps packs. */
const worthwhileBytes = 1024;
/** A shorter text is hardly more than that when it is compressed. */
const shortestText = 4096;

/**
 * Changes files below a tree without a work tree or an index: a content replaces a regular file, keeping its mode, or
 * makes a new one; null removes it, and folders that become empty. Returns the new root and the objects to send.
 * Throws "plan-stale" where a path leads through or to something that is not a regular file.
 */
export async function changeFiles(
  read: ReadObject,
  root: string | null,
  files: ReadonlyMap<string, Buffer | null>,
): Promise<{ readonly root: string; readonly objects: readonly PackObject[] }> {
  const objects: PackObject[] = [];
  const changes = [...files].map(([path, content]) => ({ path: path.split("/"), content }));
  const changed = await changeFolder({ read, objects, folder: "" }, root, changes);
  if (changed !== null) return { root: changed, objects };
  return { root: addObject(objects, { type: "tree", data: Buffer.alloc(0) }), objects };
}

/** The folder's new tree; null where nothing is left in it. */
async function changeFolder(
  place: Place,
  oid: string | null,
  changes: readonly Change[],
): Promise<string | null> {
  const before = oid === null ? Buffer.alloc(0) : await place.read(oid);
  const entries = [...treeEntries(before)];
  const byName = Map.groupBy(changes, ({ path }) => path[0] ?? "");
  const splices: Splice[] = [];
  for (const entry of entries) {
    const own = byName.get(entry.name);
    if (!own || !isUtf8(entry.nameBytes)) continue;
    byName.delete(entry.name);
    splices.push(await changeEntry(place, entry, own));
  }
  const added = await addEntries(place, entries, { names: byName, end: before.length });
  const all = added.length === 0 ? splices : inOrder([...added, ...splices]);
  const after = applySplices(before, all);
  if (after.length === 0) return null;
  const delta = spliceDelta(before.length, all);
  return addObject(place.objects, {
    type: "tree",
    data: after,
    before: oid === null ? null : { oid, delta },
  });
}

async function changeEntry(
  place: Place,
  entry: TreeEntry,
  changes: readonly Change[],
): Promise<Splice> {
  const path = `${place.folder}${entry.name}`;
  const kind = kindOfMode(entry.mode);
  const deeper = belowName(changes);
  const oid =
    kind === "folder" && deeper.every((change) => change.path.length > 0)
      ? await changeFolder({ ...place, folder: `${path}/` }, entry.oid, deeper)
      : await changeFile({ ...place, folder: path }, kind === "file" ? entry.oid : null, deeper);
  if (oid !== null)
    return { offset: entry.offset, length: oidBytes, data: Buffer.from(oid, "hex") };
  const length = entry.offset + oidBytes - entry.start;
  return { offset: entry.start, length, data: Buffer.alloc(0) };
}

/** The file's new blob; null where it is removed. */
async function changeFile(
  { read, objects, folder: path }: Place,
  oid: string | null,
  changes: readonly Change[],
): Promise<string | null> {
  const [change] = changes;
  if (oid === null || changes.length !== 1 || !change || change.path.length > 0) {
    throw new DomainError("plan-stale", `${path} is no longer a regular file.`);
  }
  const { content: data } = change;
  if (data === null) return null;
  const delta = data.length < shortestText ? null : deltaBetween(await read(oid), data);
  return addObject(objects, { type: "blob", data, before: { oid, delta } });
}

function deltaBetween(before: Buffer, after: Buffer): Buffer {
  return spliceDelta(before.length, [spliceBetween(before, after)]);
}

async function addEntries(
  place: Place,
  entries: readonly TreeEntry[],
  { names, end }: { readonly names: ReadonlyMap<string, readonly Change[]>; readonly end: number },
): Promise<readonly Splice[]> {
  const added: { readonly key: Buffer; readonly splice: Splice }[] = [];
  for (const [name, changes] of names) {
    const deeper = belowName(changes);
    const kind = deeper.every((change) => change.path.length > 0) ? "folder" : "file";
    const oid = await addEntry({ ...place, folder: `${place.folder}${name}` }, name, deeper);
    const key = sortKey(Buffer.from(name, "utf8"), kind);
    const next = entries.find((entry) => Buffer.compare(keyOf(entry), key) > 0);
    const data = encodeTreeEntry(kind, name, oid);
    added.push({ key, splice: { offset: next?.start ?? end, length: 0, data } });
  }
  return added.toSorted((a, b) => Buffer.compare(a.key, b.key)).map(({ splice }) => splice);
}

async function addEntry(place: Place, name: string, changes: readonly Change[]): Promise<string> {
  const path = place.folder;
  if (!isSafeName(name)) {
    throw new DomainError("edit-refused", `${path} is not a name for a file in git.`, { path });
  }
  if (changes.some(({ content }) => content === null)) {
    throw new DomainError("plan-stale", `${path} is no longer in the repository.`);
  }
  const file = changes.find((change) => change.path.length === 0);
  if (file && changes.length > 1) {
    throw new DomainError("edit-refused", `${path} cannot be a file and a folder.`, { path });
  }
  if (file?.content) return addObject(place.objects, { type: "blob", data: file.content });
  const tree = await changeFolder({ ...place, folder: `${path}/` }, null, changes);
  if (tree === null) throw new DomainError("plan-stale", `${path} would be an empty folder.`);
  return tree;
}

function belowName(changes: readonly Change[]): readonly Change[] {
  return changes.map(({ path, content }) => ({ path: path.slice(1), content }));
}

function keyOf({ nameBytes, mode }: TreeEntry): Buffer {
  return sortKey(nameBytes, kindOfMode(mode));
}

/** By place; what is put in comes before what stands at the same place. */
function inOrder(splices: readonly Splice[]): readonly Splice[] {
  return splices.toSorted((a, b) => a.offset - b.offset || a.length - b.length);
}

/** Adds what is not there before; returns its id. */
function addObject(
  objects: PackObject[],
  object: {
    readonly type: ObjectType;
    readonly data: Buffer;
    readonly before?: { readonly oid: string; readonly delta: Buffer | null } | null;
  },
): string {
  const { type, data, before } = object;
  const oid = objectId(type, data);
  if (oid === before?.oid) return oid;
  const isSmall = before?.delta && before.delta.length < data.length - worthwhileBytes;
  const delta = isSmall && { base: before.oid, data: before.delta };
  objects.push({ oid, type, data, ...(delta && { delta }) });
  return oid;
}
