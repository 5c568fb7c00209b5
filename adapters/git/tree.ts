/** Where an entry's object id stands in the bytes of a git tree object. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  /** Offset of the 20 bytes of the object id. */
  readonly offset: number;
  readonly oid: string;
}

const oidBytes = 20;
const space = 0x20;

/** The entries of a raw tree object: `mode SP name NUL oid`, again and again. */
export function* treeEntries(tree: Buffer): Generator<TreeEntry> {
  for (let at = 0; at < tree.length;) {
    const gap = tree.indexOf(space, at);
    const end = tree.indexOf(0, gap);
    const offset = end + 1;
    yield {
      mode: tree.toString("latin1", at, gap),
      name: tree.toString("utf8", gap + 1, end),
      offset,
      oid: tree.toString("hex", offset, offset + oidBytes),
    };
    at = offset + oidBytes;
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
