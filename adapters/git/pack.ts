import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

export type ObjectType = "commit" | "tree" | "blob";

/** An object to be sent; with `delta`, as a difference to an object that the receiver has. */
export interface PackObject {
  readonly oid: string;
  readonly type: ObjectType;
  readonly data: Buffer;
  readonly delta?: { readonly base: string; readonly data: Buffer };
}

/** Bytes of an object that are replaced by others. */
export interface Splice {
  readonly offset: number;
  readonly length: number;
  readonly data: Buffer;
}

const typeNumbers: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3 };
const refDelta = 7;
const longestInsert = 127;
const longestCopy = 0xff_ff_ff;

/** The id of a git object: SHA-1 over its header and content. */
export function objectId(type: ObjectType, data: Buffer): string {
  return createHash("sha1").update(`${type} ${data.length}\0`).update(data).digest("hex");
}

/** A version 2 pack of the objects (gitformat-pack); thin where an object has a delta. */
export function encodePack(objects: readonly PackObject[]): Buffer {
  const header = Buffer.alloc(12);
  header.write("PACK", 0, "latin1");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects.length, 8);
  const content = Buffer.concat([header, ...objects.flatMap(encodeObject)]);
  return Buffer.concat([content, createHash("sha1").update(content).digest()]);
}

function encodeObject({ type, data, delta }: PackObject): readonly Buffer[] {
  if (!delta) return [entryHeader(typeNumbers[type], data.length), deflate(data)];
  return [
    entryHeader(refDelta, delta.data.length),
    Buffer.from(delta.base, "hex"),
    deflate(delta.data),
  ];
}

function deflate(data: Buffer): Buffer {
  return deflateSync(data, { level: 1 });
}

/** Type in three bits, size in four and then seven at a time. */
function entryHeader(type: number, length: number): Buffer {
  const bytes: number[] = [];
  let byte = (type << 4) | (length & 15);
  for (let rest = Math.floor(length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 128);
    byte = rest & 127;
  }
  return Buffer.from([...bytes, byte]);
}

/** The delta that turns an object into the same one with the splices, which are in order and apart. */
export function spliceDelta(baseLength: number, splices: readonly Splice[]): Buffer {
  const grown = splices.reduce((sum, { length, data }) => sum + data.length - length, baseLength);
  const parts: Buffer[] = [sizeNumber(baseLength), sizeNumber(grown)];
  let position = 0;
  for (const { offset, length, data } of splices) {
    if (offset > position) parts.push(copy(position, offset - position));
    for (let at = 0; at < data.length; at += longestInsert) {
      const piece = data.subarray(at, at + longestInsert);
      parts.push(Buffer.from([piece.length]), piece);
    }
    position = offset + length;
  }
  if (baseLength > position) parts.push(copy(position, baseLength - position));
  return Buffer.concat(parts);
}

function sizeNumber(size: number): Buffer {
  const bytes: number[] = [];
  let rest = size;
  do {
    const byte = rest & 127;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? byte | 128 : byte);
  } while (rest > 0);
  return Buffer.from(bytes);
}

/** Copy instructions: only the bytes of offset and size that are not zero are written. */
function copy(from: number, length: number): Buffer {
  const bytes: number[] = [];
  for (let offset = from, rest = length; rest > 0;) {
    const size = Math.min(rest, longestCopy);
    const fields: number[] = [];
    let instruction = 128;
    for (let index = 0; index < 4; index += 1) {
      const byte = Math.floor(offset / 2 ** (8 * index)) & 255;
      if (byte > 0) {
        instruction |= 1 << index;
        fields.push(byte);
      }
    }
    for (let index = 0; index < 3; index += 1) {
      const byte = Math.floor(size / 2 ** (8 * index)) & 255;
      if (byte > 0) {
        instruction |= 16 << index;
        fields.push(byte);
      }
    }
    bytes.push(instruction, ...fields);
    offset += size;
    rest -= size;
  }
  return Buffer.from(bytes);
}
