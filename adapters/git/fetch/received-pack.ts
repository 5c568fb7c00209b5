import { hash } from "node:crypto";
import { crc32, deflateSync, inflateSync } from "node:zlib";

import { applyDelta, largestObject } from "#adapters/git/delta.ts";
import type { IdxEntry } from "#adapters/git/idx-file.ts";
import { BrokenPackError, encodeEntryHeader, readEntryHeader } from "#adapters/git/pack-entry.ts";
import type { EntryHeader } from "#adapters/git/pack-entry.ts";
import type { FindObject, GitObject } from "#adapters/git/pack-file.ts";
import { objectId } from "#adapters/git/pack.ts";
import type { EncodedPack } from "#adapters/git/pack.ts";

const headerBytes = 12;
const oidBytes = 20;
/** Inflated objects beyond this are inflated again when a delta needs them. */
const mostKeptBytes = 256 * 1024 * 1024;

interface Entry {
  readonly offset: number;
  /** Where its compressed bytes begin, and where the next entry does. */
  readonly content: number;
  readonly end: number;
  readonly kind: EntryHeader["kind"];
  readonly size: number;
  /** The base of a delta: an offset in this pack, or an object's id. */
  readonly base: number | string | null;
}

/** A pack that can be kept as it is, and the folders in it, which are read next. */
export interface ReceivedObjects extends EncodedPack {
  readonly trees: ReadonlyMap<string, Buffer>;
}

/**
 * Checks a pack that was received and makes its index. Every object's id is computed from its bytes; bases that a thin
 * pack lacks are found with `find` and added to it. Throws BrokenPackError for a pack that cannot be used whole.
 */
export async function readReceivedPack(pack: Buffer, find: FindObject): Promise<ReceivedObjects> {
  const reader = new ReceivedPack(pack);
  reader.resolveInside();
  return { ...(await reader.complete(find)), trees: reader.trees };
}

class ReceivedPack {
  readonly trees = new Map<string, Buffer>();
  readonly #pack: Buffer;
  readonly #entries = new Map<number, Entry>();
  readonly #offsets = new Map<string, number>();
  readonly #oids = new Map<number, string>();
  readonly #types = new Map<number, GitObject["type"]>();
  readonly #kept = new Map<number, Buffer>();
  #keptBytes = 0;
  readonly #added = new Map<string, GitObject>();

  constructor(pack: Buffer) {
    const isPack =
      pack.length >= headerBytes + oidBytes &&
      pack.toString("latin1", 0, 4) === "PACK" &&
      pack.readUInt32BE(4) === 2;
    if (!isPack) throw new BrokenPackError("the answer's pack is none of version 2");
    const end = pack.length - oidBytes;
    if (hash("sha1", pack.subarray(0, end), "hex") !== pack.toString("hex", end)) {
      throw new BrokenPackError("the pack's checksum does not fit");
    }
    this.#pack = pack;
    let offset = headerBytes;
    for (let count = pack.readUInt32BE(8); count > 0; count -= 1) offset = this.#scan(offset, end);
    if (offset !== end) throw new BrokenPackError("the pack has more than it says");
  }

  /** Reads one entry and returns where the next begins; only inflating tells. */
  #scan(offset: number, packEnd: number): number {
    const header = readEntryHeader(this.#pack, offset);
    if (header.size > largestObject) throw new BrokenPackError("an object is too large");
    const content = header.end + (header.kind === "reference-delta" ? oidBytes : 0);
    const { data, length } = inflateAt(this.#pack.subarray(content, packEnd), header.size);
    const end = content + length;
    const { kind, size } = header;
    const base = baseOf(this.#pack, offset, header);
    this.#entries.set(offset, { offset, content, end, kind, size, base });
    if (kind === "offset-delta" || kind === "reference-delta") this.#keep(offset, data);
    else this.#name(offset, { type: kind, data });
    return end;
  }

  /** Deltas come after their bases as a rule; those to objects that are named later wait for another round. */
  resolveInside(): void {
    let waiting = [...this.#entries.values()].filter(({ base }) => base !== null);
    for (let before = -1; waiting.length !== before;) {
      before = waiting.length;
      waiting = waiting.filter((entry) => !this.#resolve(entry));
    }
  }

  #resolve(entry: Entry): boolean {
    if (this.#oids.has(entry.offset)) return true;
    const base = this.#baseObject(entry);
    if (!base) return false;
    const data = applyDelta(base.data, this.#inflated(entry));
    this.#kept.delete(entry.offset);
    this.#name(entry.offset, { type: base.type, data });
    return true;
  }

  #baseObject({ base }: Entry): GitObject | null {
    const outside = typeof base === "string" ? this.#added.get(base) : undefined;
    if (outside) return outside;
    const offset = typeof base === "string" ? this.#offsets.get(base) : base;
    const type = this.#types.get(offset ?? -1);
    const entry = this.#entries.get(offset ?? -1);
    return type && entry ? { type, data: this.#object(entry) } : null;
  }

  /** The object of a resolved entry. */
  #object(entry: Entry): Buffer {
    const kept = this.#kept.get(entry.offset);
    if (kept) return kept;
    const data = this.#inflated(entry);
    const base = this.#baseObject(entry);
    return base && entry.base !== null ? applyDelta(base.data, data) : data;
  }

  #inflated({ offset, content, end, size }: Entry): Buffer {
    const isNamed = this.#oids.has(offset);
    const kept = isNamed ? undefined : this.#kept.get(offset);
    return kept ?? inflateAt(this.#pack.subarray(content, end), size).data;
  }

  #name(offset: number, { type, data }: GitObject): void {
    const oid = objectId(type, data);
    if (type === "tree") this.trees.set(oid, data);
    this.#offsets.set(oid, offset);
    this.#oids.set(offset, oid);
    this.#types.set(offset, type);
    this.#keep(offset, data);
  }

  #keep(offset: number, data: Buffer): void {
    if (this.#keptBytes + data.length > mostKeptBytes) return;
    this.#kept.set(offset, data);
    this.#keptBytes += data.length;
  }

  async complete(find: FindObject): Promise<EncodedPack> {
    for (const { offset, base } of this.#entries.values()) {
      if (typeof base !== "string" || this.#oids.has(offset) || this.#added.has(base)) continue;
      const object = this.#offsets.has(base) ? null : await find(base);
      if (object) this.#added.set(base, object);
    }
    this.resolveInside();
    if (this.#oids.size !== this.#entries.size) throw new BrokenPackError("a delta has no base");
    return this.#encode();
  }

  #encode(): EncodedPack {
    const entries: IdxEntry[] = [...this.#entries.values()].map(({ offset, end }) => ({
      oid: this.#oids.get(offset) ?? "",
      offset,
      crc: crc32(this.#pack.subarray(offset, end)),
    }));
    const end = this.#pack.length - oidBytes;
    if (this.#added.size === 0) {
      return { bytes: this.#pack, checksum: this.#pack.subarray(end), entries };
    }
    const parts = [Buffer.from(this.#pack.subarray(0, end))];
    let offset = end;
    for (const [oid, { type, data }] of this.#added) {
      const bytes = Buffer.concat([encodeEntryHeader(type, data.length), deflateSync(data)]);
      entries.push({ oid, offset, crc: crc32(bytes) });
      parts.push(bytes);
      offset += bytes.length;
    }
    parts[0]?.writeUInt32BE(entries.length, 8);
    const content = Buffer.concat(parts);
    const checksum = hash("sha1", content, "buffer");
    return { bytes: Buffer.concat([content, checksum]), checksum, entries };
  }
}

function baseOf(pack: Buffer, offset: number, header: EntryHeader): number | string | null {
  if (header.kind === "offset-delta") return offset - header.distance;
  if (header.kind !== "reference-delta") return null;
  return pack.toString("hex", header.end, header.end + oidBytes);
}

/** Inflates what begins here and must become `size` bytes; `length` is how many bytes that took. */
function inflateAt(
  bytes: Buffer,
  size: number,
): { readonly data: Buffer; readonly length: number } {
  try {
    const inflated: unknown = inflateSync(bytes, {
      info: true,
      chunkSize: Math.max(size, 64),
      maxOutputLength: Math.max(size, 1),
    });
    const { buffer, engine } = asInflated(inflated);
    if (buffer.length === size) return { data: buffer, length: engine.bytesWritten };
  } catch {
    throw new BrokenPackError("an entry's content cannot be inflated");
  }
  throw new BrokenPackError("an entry's content has another length than it says");
}

/** With `info`, zlib answers with its engine beside the bytes; its types do not say so. */
function asInflated(value: unknown): {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
} {
  return value as { buffer: Buffer; engine: { bytesWritten: number } };
}
