import { createHash, hash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { ZlibOptions } from "node:zlib";

import type { IdxEntry } from "./idx-file.ts";
import { encodeEntryHeader } from "./pack-entry.ts";
import type { EntryHeader, ObjectType } from "./pack-entry.ts";

/** A new object; with `delta`, also as a difference to an object that the receiver has. */
export interface PackObject {
  readonly oid: string;
  readonly type: ObjectType;
  readonly data: Buffer;
  readonly delta?: { readonly base: string; readonly data: Buffer };
}

/** A pack and what its index says of it. */
export interface EncodedPack {
  readonly bytes: Buffer;
  readonly checksum: Buffer;
  readonly entries: readonly IdxEntry[];
}

/** Compressing fewer bytes than this costs more than it saves: of many objects, whose time adds up, the sooner. */
const worthDeflating = { ofFew: 128, ofMany: 1024, few: 100 };
const shortObject = 4096;
const longestStored = 0xff_ff;
const adlerPrime = 65_521;
const deflated = new WeakMap<Buffer, Buffer>();

/** The id of a git object: SHA-1 over its header and content. */
export function objectId(type: ObjectType, data: Buffer): string {
  const header = Buffer.from(`${type} ${data.length}\0`, "latin1");
  return hash("sha1", Buffer.concat([header, data]), "hex");
}

/**
 * A version 2 pack of the objects (gitformat-pack). A thin one has deltas to objects that it does not contain and is
 * for sending; the other kind stands alone.
 */
export function encodePack(
  objects: readonly PackObject[],
  { thin }: { readonly thin: boolean },
): EncodedPack {
  const header = Buffer.alloc(12);
  header.write("PACK", 0, "latin1");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects.length, 8);
  const parts: Buffer[] = [header];
  const entries: IdxEntry[] = [];
  let offset = header.length;
  const { ofFew, ofMany, few } = worthDeflating;
  const least = objects.length > few ? ofMany : ofFew;
  for (const object of objects) {
    const bytes =
      thin && object.delta ? deltaEntry(object.delta, least) : wholeEntry(object, least);
    entries.push({ oid: object.oid, offset, crc: crc32(bytes) });
    parts.push(bytes);
    offset += bytes.length;
  }
  const content = Buffer.concat(parts, offset);
  const checksum = createHash("sha1").update(content).digest();
  return { bytes: Buffer.concat([content, checksum]), checksum, entries };
}

function deltaEntry(delta: NonNullable<PackObject["delta"]>, least: number): Buffer {
  const base = Buffer.from(delta.base, "hex");
  return entry("reference-delta", delta.data, [base, compress(delta.data, least)]);
}

/** Trees are made of random bytes: compressing them gains little. */
function wholeEntry({ type, data }: PackObject, least: number): Buffer {
  return entry(type, data, [type === "tree" ? store(data) : compress(data, least)]);
}

function entry(kind: EntryHeader["kind"], data: Buffer, parts: readonly Buffer[]): Buffer {
  return Buffer.concat([encodeEntryHeader(kind, data.length), ...parts]);
}

/** An object is compressed once, though it is first sent and then kept. */
function compress(data: Buffer, least: number): Buffer {
  if (data.length < least) return store(data);
  const known = deflated.get(data) ?? deflateSync(data, effort(data.length));
  deflated.set(data, known);
  return known;
}

/** For a short object most of the time goes into making room for a long one. */
function effort(length: number): ZlibOptions {
  if (length > shortObject) return { level: 1 };
  return { level: 6, windowBits: 12, memLevel: 4, chunkSize: shortObject };
}

/** The data as a zlib stream of stored blocks (RFC 1950 and 1951): no compression, and no time lost on it. */
function store(data: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x78, 0x01])];
  for (let at = 0; at === 0 || at < data.length; at += longestStored) {
    const block = data.subarray(at, at + longestStored);
    const head = Buffer.alloc(5);
    head[0] = at + longestStored >= data.length ? 1 : 0;
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(longestStored - block.length, 3);
    parts.push(head, block);
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(adler32(data));
  return Buffer.concat([...parts, sum]);
}

function adler32(data: Buffer): number {
  let [low, high] = [1, 0];
  for (let at = 0; at < data.length; at += 1) {
    low = (low + (data[at] ?? 0)) % adlerPrime;
    high = (high + low) % adlerPrime;
  }
  return high * 0x1_00_00 + low;
}
