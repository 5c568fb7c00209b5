/** What the product reads of a commit. */
export interface CommitFacts {
  readonly tree: string;
  readonly parents: readonly string[];
  /** `Name <e-mail>`. */
  readonly author: string;
  readonly committedAt: Date;
  readonly message: string;
}

/** Reads the bytes of a commit object; what is missing is empty, and a time that cannot be read is 1970. */
export function readCommitFacts(data: Buffer): CommitFacts {
  const text = data.toString("utf8");
  const gap = text.indexOf("\n\n");
  const lines = (gap < 0 ? text : text.slice(0, gap)).split("\n");
  const committer = field(lines, "committer")[0] ?? "";
  return {
    tree: field(lines, "tree")[0] ?? "",
    parents: field(lines, "parent"),
    author: (field(lines, "author")[0] ?? "").replace(/ -?\d+ [-+]\d{4}$/, ""),
    committedAt: new Date(Number(/ (-?\d{1,12}) [-+]\d{4}$/.exec(committer)?.[1] ?? 0) * 1000),
    message: gap < 0 ? "" : text.slice(gap + 2),
  };
}

function field(lines: readonly string[], name: string): readonly string[] {
  const start = `${name} `;
  return lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
}
