import { isUtf8 } from "node:buffer";

import { DomainError } from "#domain/error.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ManifestFile } from "#domain/manifest/file.ts";
import type { GitBranch, GitTip } from "#ports/git-repository.ts";

/** Of text, in characters; parsed, a manifest takes about a dozen times as much memory. */
const mostText = 32 * 1024 * 1024;
/** What even an empty file takes, in characters of text. */
const leastText = 1024;
const yamlFile = /\.ya?ml$|(^|\/)Kustomization$/;

/** A branch at one commit: every manifest file, parsed. */
export interface BranchFiles {
  readonly commit: string;
  readonly files: ReadonlyMap<string, ManifestFile>;
  readonly texts: ReadonlyMap<string, string>;
}

/** Parsed files by blob id: a blob never changes, so a new tip costs only its changed blobs. */
export class ManifestCache {
  readonly #files = new Map<string, ManifestFile>();
  readonly #most: number;
  #size = 0;

  /** Keeps files with up to `most` characters of text, small ones counted as a thousand. */
  constructor(most = mostText) {
    this.#most = most;
  }

  /** Reads the tip's manifest files, parsing only those not seen before. */
  async read(branch: Pick<GitBranch, "readBlob">, tip: GitTip): Promise<BranchFiles> {
    const files = new Map<string, ManifestFile>();
    for (const [path, blob] of tip.blobs) {
      if (yamlFile.test(path)) files.set(path, await this.#file(branch, path, blob));
    }
    const texts = new Map([...files].map(([path, { text }]) => [path, text]));
    return { commit: tip.commit, files, texts };
  }

  async #file(
    branch: Pick<GitBranch, "readBlob">,
    path: string,
    blob: string,
  ): Promise<ManifestFile> {
    const key = `${blob} ${path}`;
    const known = this.#files.get(key);
    if (known) {
      this.#files.delete(key);
      this.#files.set(key, known);
      return known;
    }
    const file = await readManifest(branch, path, blob);
    this.#files.set(key, file);
    this.#size += sizeOf(file);
    this.#forget();
    return file;
  }

  /** Forgets the blobs that were not used for longest. */
  #forget(): void {
    for (const [key, file] of this.#files) {
      if (this.#size <= this.#most) return;
      this.#files.delete(key);
      this.#size -= sizeOf(file);
    }
  }
}

function sizeOf({ text }: ManifestFile): number {
  return Math.max(text.length, leastText);
}

async function readManifest(
  branch: Pick<GitBranch, "readBlob">,
  path: string,
  blob: string,
): Promise<ManifestFile> {
  try {
    const bytes = await branch.readBlob(blob);
    if (isUtf8(bytes)) return parseManifestFile(path, bytes.toString("utf8"));
    // Decoding it loosely would change bytes on the way back.
    return unread(path, "The file is not UTF-8 text.");
  } catch (error) {
    if (error instanceof DomainError && error.code === "invalid")
      return unread(path, error.message);
    throw error;
  }
}

/** A file that is named and left alone. */
function unread(path: string, message: string): ManifestFile {
  return { path, text: "", documents: [], problems: [{ file: path, line: 1, column: 1, message }] };
}
