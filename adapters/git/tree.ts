/** Where an entry stands in the bytes of a git tree object. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  /** The name's own bytes, which need not be UTF-8. */
  readonly nameBytes: Buffer;
  /** Where the entry begins, with its mode. */
  readonly start: number;
  /** Offset of the 20 bytes of the object id. */
  readonly offset: number;
  readonly oid: string;
}

export const oidBytes = 20;
const space = 0x20;

/** The entries of a raw tree object: `mode SP name NUL oid`, again and again. Names are decoded loosely. */
export function* treeEntries(tree: Buffer): Generator<TreeEntry> {
  for (let start = 0; start < tree.length;) {
    const gap = tree.indexOf(space, start);
    const end = tree.indexOf(0, gap);
    const offset = end + 1;
    if (gap < 0 || end < 0 || offset + oidBytes > tree.length) return;
    yield {
      mode: tree.toString("latin1", start, gap),
      name: tree.toString("utf8", gap + 1, end),
      nameBytes: tree.subarray(gap + 1, end),
      start,
      offset,
      oid: tree.toString("hex", offset, offset + oidBytes),
    };
    start = offset + oidBytes;
  }
}

/** The modes that are followed: files and folders. Links and submodules are not. */
export function kindOfMode(mode: string): "file" | "folder" | null {
  switch (mode) {
    case "100644":
    case "100755":
      return "file";
    case "40000":
    case "040000":
      return "folder";
    default:
      return null;
  }
}

/** The bytes of a tree's entry for a file or a folder. */
export function encodeTreeEntry(kind: "file" | "folder", name: string, oid: string): Buffer {
  const mode = kind === "file" ? "100644" : "40000";
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`, "utf8"), Buffer.from(oid, "hex")]);
}

/** An entry as trees are sorted: by bytes, a folder as if its name ended in `/`. */
export function sortKey(name: Buffer, kind: "file" | "folder" | null): Buffer {
  return kind === "folder" ? Buffer.concat([name, Buffer.from("/")]) : name;
}
