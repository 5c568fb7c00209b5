import { readFile } from "node:fs/promises";
import { inflateSync } from "node:zlib";

import { applyDelta, largestObject } from "./delta.ts";
import { FileWindows } from "./file-windows.ts";
import { IdxFile } from "./idx-file.ts";
import { BrokenPackError, readEntryHeader } from "./pack-entry.ts";
import type { ObjectType } from "./pack-entry.ts";

/** An object as git stores it. */
export interface GitObject {
  readonly type: ObjectType;
  readonly data: Buffer;
}

/** Reads an object from wherever it is; null where it is nowhere. */
export type FindObject = (oid: string) => Promise<GitObject | null>;

const oidBytes = 20;
const longestHeader = 32;
/** As deep as git itself goes. */
const longestChain = 4095;
const mostBaseBytes = 16 * 1024 * 1024;

/** One pack on disk with its index: any object of it is found without reading the rest. */
export class PackFile {
  readonly #idx: IdxFile;
  readonly #file: FileWindows;
  readonly #bases = new Map<number, GitObject>();
  #baseBytes = 0;

  private constructor(idx: IdxFile, file: FileWindows) {
    this.#idx = idx;
    this.#file = file;
  }

  /** Opens `<path>.pack` by its `<path>.idx`. */
  static async open(path: string): Promise<PackFile> {
    const idx = new IdxFile(await readFile(`${path}.idx`));
    return new PackFile(idx, new FileWindows(`${path}.pack`));
  }

  has(oid: string): boolean {
    return this.#idx.offsetOf(oid) !== null;
  }

  /** Null where the pack does not have the object; bases that it lacks are looked for with `elsewhere`. */
  async read(oid: string, elsewhere: FindObject): Promise<GitObject | null> {
    const offset = this.#idx.offsetOf(oid);
    return offset === null ? null : this.#readAt(offset, elsewhere);
  }

  async #readAt(start: number, elsewhere: FindObject): Promise<GitObject> {
    const deltas: { readonly offset: number; readonly data: Buffer }[] = [];
    let offset = start;
    for (;;) {
      const base = this.#bases.get(offset) ?? (await this.#entryAt(offset, elsewhere));
      if ("base" in base) {
        if (deltas.length >= longestChain)
          throw new BrokenPackError("a chain of deltas is too long");
        deltas.push({ offset, data: base.data });
        offset = base.base;
        continue;
      }
      let { data } = base;
      if (deltas.length > 0) this.#keepBase(offset, base);
      for (const delta of deltas.toReversed()) {
        data = applyDelta(data, delta.data);
        if (delta.offset !== start) this.#keepBase(delta.offset, { type: base.type, data });
      }
      return { type: base.type, data };
    }
  }

  /** The object, or the delta and where its base is in this pack. */
  async #entryAt(
    offset: number,
    elsewhere: FindObject,
  ): Promise<GitObject | { readonly base: number; readonly data: Buffer }> {
    const next = this.#idx.entryAfter(offset);
    const end = next ?? offset + largestObject;
    const head = await this.#file.read(offset, Math.min(end, offset + longestHeader + oidBytes));
    const header = readEntryHeader(head, 0);
    if (header.size > largestObject) throw new BrokenPackError("an object is too large");
    const isReference = header.kind === "reference-delta";
    const from = offset + header.end + (isReference ? oidBytes : 0);
    const data = inflate(await this.#file.read(from, end), header.size);
    if (header.kind === "offset-delta") return { base: offset - header.distance, data };
    if (header.kind !== "reference-delta") return { type: header.kind, data };
    const base = head.toString("hex", header.end, header.end + oidBytes);
    const here = this.#idx.offsetOf(base);
    if (here !== null) return { base: here, data };
    const object = await elsewhere(base);
    if (!object) throw new BrokenPackError(`the base ${base} of a delta is missing`);
    return { type: object.type, data: applyDelta(object.data, data) };
  }

  /** Neighbours are often deltas to the same base. */
  #keepBase(offset: number, object: GitObject): void {
    if (this.#bases.has(offset)) return;
    this.#bases.set(offset, object);
    this.#baseBytes += object.data.length;
    for (const [oldest, { data }] of this.#bases) {
      if (this.#baseBytes <= mostBaseBytes) return;
      this.#bases.delete(oldest);
      this.#baseBytes -= data.length;
    }
  }
}

/** Inflates what must become exactly so many bytes; what follows the compressed bytes is passed over. */
function inflate(bytes: Buffer, size: number): Buffer {
  try {
    const data = inflateSync(bytes, { maxOutputLength: Math.max(size, 1) });
    if (data.length === size) return data;
  } catch {
    throw new BrokenPackError("an entry's content cannot be inflated");
  }
  throw new BrokenPackError("an entry's content has another length than it says");
}
