import { hash } from "node:crypto";

import { BrokenPackError } from "./pack-entry.ts";

/** One object of a pack, as the pack's index knows it. */
export interface IdxEntry {
  readonly oid: string;
  /** Where its entry begins in the pack. */
  readonly offset: number;
  /** CRC-32 of the entry's bytes. */
  readonly crc: number;
}

const magic = 0xff_74_4f_63;
const version = 2;
const fanoutEnd = 8 + 256 * 4;
const oidBytes = 20;
/** Offsets from here on stand in a table of their own. */
const firstLarge = 0x80_00_00_00;

/** The bytes of a pack's index, version 2 (gitformat-pack). */
export function encodeIdx(entries: readonly IdxEntry[], packChecksum: Buffer): Buffer {
  const sorted = entries.toSorted((a, b) => (a.oid < b.oid ? -1 : Number(a.oid > b.oid)));
  const large = sorted.filter(({ offset }) => offset >= firstLarge);
  const start = Buffer.alloc(fanoutEnd);
  start.writeUInt32BE(magic, 0);
  start.writeUInt32BE(version, 4);
  for (const { oid } of sorted) count(start, Number.parseInt(oid.slice(0, 2), 16));
  accumulate(start);
  const table = Buffer.alloc(sorted.length * (oidBytes + 8) + large.length * 8);
  const crcs = sorted.length * oidBytes;
  const offsets = crcs + sorted.length * 4;
  let next = 0;
  for (const [at, { oid, offset, crc }] of sorted.entries()) {
    table.write(oid, at * oidBytes, "hex");
    table.writeUInt32BE(crc, crcs + at * 4);
    table.writeUInt32BE(offset < firstLarge ? offset : firstLarge + next, offsets + at * 4);
    if (offset < firstLarge) continue;
    table.writeBigUInt64BE(BigInt(offset), offsets + sorted.length * 4 + next * 8);
    next += 1;
  }
  const content = Buffer.concat([start, table, packChecksum]);
  return Buffer.concat([content, hash("sha1", content, "buffer")]);
}

function count(fanout: Buffer, first: number): void {
  const at = 8 + first * 4;
  fanout.writeUInt32BE(fanout.readUInt32BE(at) + 1, at);
}

function accumulate(fanout: Buffer): void {
  for (let at = 12; at < fanoutEnd; at += 4) {
    fanout.writeUInt32BE(fanout.readUInt32BE(at - 4) + fanout.readUInt32BE(at), at);
  }
}

/** A pack's index: which objects the pack has, and where. */
export class IdxFile {
  readonly #bytes: Buffer;
  readonly #count: number;
  #starts: Float64Array | null = null;

  /** Throws BrokenPackError for anything but a whole version 2 index. */
  constructor(bytes: Buffer) {
    const isIdx =
      bytes.length >= fanoutEnd + 2 * oidBytes &&
      bytes.readUInt32BE(0) === magic &&
      bytes.readUInt32BE(4) === version;
    if (!isIdx) throw new BrokenPackError("a pack's index is not of version 2");
    this.#bytes = bytes;
    this.#count = bytes.readUInt32BE(fanoutEnd - 4);
    const shortest = fanoutEnd + this.#count * (oidBytes + 8) + 2 * oidBytes;
    if (bytes.length < shortest) throw new BrokenPackError("a pack's index breaks off");
  }

  /** Where the object's entry begins in the pack; null where the pack does not have it. */
  offsetOf(oid: string): number | null {
    const id = Buffer.from(oid, "hex");
    const first = id[0] ?? 0;
    let low = first === 0 ? 0 : this.#bytes.readUInt32BE(8 + (first - 1) * 4);
    let high = Math.min(this.#bytes.readUInt32BE(8 + first * 4), this.#count);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = fanoutEnd + middle * oidBytes;
      const order = this.#bytes.compare(id, 0, oidBytes, at, at + oidBytes);
      if (order === 0) return this.#offsetAt(middle);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return null;
  }

  /** Where the entry after the one at `offset` begins; null after the last. */
  entryAfter(offset: number): number | null {
    this.#starts ??= Float64Array.from({ length: this.#count }, (_, at) =>
      this.#offsetAt(at),
    ).sort();
    const starts = this.#starts;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return starts[low] ?? null;
  }

  #offsetAt(index: number): number {
    const offsets = fanoutEnd + this.#count * (oidBytes + 4);
    const offset = this.#bytes.readUInt32BE(offsets + index * 4);
    if (offset < firstLarge) return offset;
    const at = offsets + this.#count * 4 + (offset - firstLarge) * 8;
    if (at + 8 > this.#bytes.length) throw new BrokenPackError("a pack's index breaks off");
    return Number(this.#bytes.readBigUInt64BE(at));
  }
}
