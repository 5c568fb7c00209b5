export type ObjectType = "commit" | "tree" | "blob" | "tag";

/** What a pack or its bytes claim cannot be true: nothing of it may be used. */
export class BrokenPackError extends Error {
  override readonly name = "BrokenPackError";
}

/** The start of an entry of a pack: what follows it is compressed. */
export interface EntryHeader {
  readonly kind: ObjectType | "offset-delta" | "reference-delta";
  /** Length of the inflated content. */
  readonly size: number;
  /** Where the compressed bytes begin, or the 20 bytes of a reference delta's base. */
  readonly end: number;
  /** How far before its own start the base of an offset delta stands; 0 for other kinds. */
  readonly distance: number;
}

const kinds: readonly (EntryHeader["kind"] | null)[] = [
  null,
  "commit",
  "tree",
  "blob",
  "tag",
  null,
  "offset-delta",
  "reference-delta",
];

/** Type in three bits, size in four and then seven at a time. */
export function encodeEntryHeader(kind: EntryHeader["kind"], size: number): Buffer {
  const bytes: number[] = [];
  let byte = (kinds.indexOf(kind) << 4) | (size & 15);
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 128);
    byte = rest & 127;
  }
  return Buffer.from([...bytes, byte]);
}

/** Reads the header of the entry that starts at `at`; throws BrokenPackError where there is none. */
export function readEntryHeader(bytes: Buffer, at: number): EntryHeader {
  let end = at;
  const first = byteAt(bytes, end++);
  const kind = kinds[(first >> 4) & 7];
  if (!kind) throw new BrokenPackError("an entry has a type that git does not know");
  let size = first & 15;
  for (let scale = 16, byte = first; (byte & 128) > 0; scale *= 128) {
    byte = byteAt(bytes, end++);
    size += (byte & 127) * scale;
    if (size > Number.MAX_SAFE_INTEGER) throw new BrokenPackError("an entry's size is too large");
  }
  if (kind !== "offset-delta") return { kind, size, end, distance: 0 };
  let byte = byteAt(bytes, end++);
  let distance = byte & 127;
  while ((byte & 128) > 0) {
    byte = byteAt(bytes, end++);
    distance = (distance + 1) * 128 + (byte & 127);
    if (distance > Number.MAX_SAFE_INTEGER) throw new BrokenPackError("a base is too far away");
  }
  if (distance === 0) throw new BrokenPackError("a delta is its own base");
  return { kind, size, end, distance };
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new BrokenPackError("an entry's header breaks off");
  return byte;
}
