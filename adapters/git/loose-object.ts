import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

import { largestObject } from "./delta.ts";
import { BrokenPackError } from "./pack-entry.ts";
import type { ObjectType } from "./pack-entry.ts";
import type { GitObject } from "./pack-file.ts";

const types: readonly ObjectType[] = ["commit", "tree", "blob", "tag"];

/** An object in a file of its own, as older mirrors have them; null where there is none. */
export async function readLooseObject(gitdir: string, oid: string): Promise<GitObject | null> {
  let file: Buffer;
  try {
    file = await readFile(join(gitdir, "objects", oid.slice(0, 2), oid.slice(2)));
  } catch {
    return null;
  }
  const bytes = inflateSync(file, { maxOutputLength: largestObject });
  const end = bytes.indexOf(0);
  const type = types.find((name) => name === bytes.toString("latin1", 0, bytes.indexOf(" ")));
  if (!type || end < 0) throw new BrokenPackError(`${oid} is not an object`);
  return { type, data: bytes.subarray(end + 1) };
}
