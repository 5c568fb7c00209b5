import { BrokenPackError } from "./pack-entry.ts";

/** Bytes of an object that are replaced by others. */
export interface Splice {
  readonly offset: number;
  readonly length: number;
  readonly data: Buffer;
}

/** Larger objects are not put together: a delta of a few bytes can ask for gigabytes. */
export const largestObject = 64 * 1024 * 1024;
const longestInsert = 127;
const longestCopy = 0xff_ff_ff;
const copyOfNoSize = 0x1_00_00;

/** The object with the splices, which are in order and apart. */
export function applySplices(base: Buffer, splices: readonly Splice[]): Buffer {
  const parts: Buffer[] = [];
  let position = 0;
  for (const { offset, length, data } of splices) {
    parts.push(base.subarray(position, offset), data);
    position = offset + length;
  }
  return Buffer.concat([...parts, base.subarray(position)]);
}

/** The one splice that turns `before` into `after`: all between their common start and their common end. */
export function spliceBetween(before: Buffer, after: Buffer): Splice {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const data = after.subarray(start, after.length - end);
  return { offset: start, length: before.length - end - start, data };
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

/** Carries a delta out. Throws BrokenPackError where it does not fit the base, breaks off or asks for too much. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const source = readSize(delta, 0);
  const target = readSize(delta, source.end);
  if (source.size !== base.length) throw new BrokenPackError("a delta is for another base");
  if (target.size > largestObject) throw new BrokenPackError("an object is too large");
  const result = Buffer.allocUnsafe(target.size);
  let filled = 0;
  for (let at = target.end; at < delta.length;) {
    const instruction = delta[at] ?? 0;
    if (instruction === 0) throw new BrokenPackError("a delta has an unknown instruction");
    const piece =
      instruction < 128 ? readInsert(delta, at + 1, instruction) : readCopy(delta, at, base);
    if (filled + piece.data.length > target.size)
      throw new BrokenPackError("a delta gives more than it says");
    piece.data.copy(result, filled);
    filled += piece.data.length;
    at = piece.end;
  }
  if (filled !== target.size) throw new BrokenPackError("a delta gives less than it says");
  return result;
}

interface Piece {
  readonly data: Buffer;
  readonly end: number;
}

function readInsert(delta: Buffer, at: number, length: number): Piece {
  const data = delta.subarray(at, at + length);
  if (data.length < length) throw new BrokenPackError("a delta breaks off");
  return { data, end: at + length };
}

function readCopy(delta: Buffer, start: number, base: Buffer): Piece {
  const instruction = delta[start] ?? 0;
  let [at, offset, size] = [start + 1, 0, 0];
  for (let index = 0; index < 7; index += 1) {
    if ((instruction & (1 << index)) === 0) continue;
    const byte = delta[at++];
    if (byte === undefined) throw new BrokenPackError("a delta breaks off");
    if (index < 4) offset += byte * 2 ** (8 * index);
    else size += byte * 2 ** (8 * (index - 4));
  }
  const length = size === 0 ? copyOfNoSize : size;
  if (offset + length > base.length) throw new BrokenPackError("a delta copies beyond its base");
  return { data: base.subarray(offset, offset + length), end: at };
}

function readSize(delta: Buffer, start: number): { readonly size: number; readonly end: number } {
  let [at, size] = [start, 0];
  for (let scale = 1; ; scale *= 128) {
    const byte = delta[at++];
    if (byte === undefined) throw new BrokenPackError("a delta breaks off");
    size += (byte & 127) * scale;
    if (size > Number.MAX_SAFE_INTEGER) throw new BrokenPackError("a delta's size is too large");
    if (byte < 128) return { size, end: at };
  }
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
    for (let index = 0; index < 7; index += 1) {
      const number = index < 4 ? offset / 2 ** (8 * index) : size / 2 ** (8 * (index - 4));
      const byte = Math.floor(number) & 255;
      if (byte === 0) continue;
      instruction |= 1 << index;
      fields.push(byte);
    }
    bytes.push(instruction, ...fields);
    offset += size;
    rest -= size;
  }
  return Buffer.from(bytes);
}
