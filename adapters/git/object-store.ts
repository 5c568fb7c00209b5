import fs from "node:fs";

import * as git from "isomorphic-git";

import type { PackObject } from "./pack.ts";
import { kindOfMode, treeEntries } from "./tree.ts";

const mostTrees = 20_000;

/** The objects of one bare repository on this machine. */
export class ObjectStore {
  readonly #gitdir: string;
  readonly #trees = new Map<string, Buffer>();
  readonly #cache: object;

  constructor(gitdir: string, cache: object) {
    this.#gitdir = gitdir;
    this.#cache = cache;
  }

  /** The content of an object, as git stores it. */
  async read(oid: string): Promise<Buffer> {
    const known = this.#trees.get(oid);
    if (known) return known;
    const { object, type } = await git.readObject({
      fs,
      gitdir: this.#gitdir,
      oid,
      format: "content",
      cache: this.#cache,
    });
    const content = Buffer.from(bytesOf(object));
    if (type === "tree") this.#keepTree(oid, content);
    return content;
  }

  /** Trees are small and read again at every plan; the oldest are forgotten first. */
  #keepTree(oid: string, content: Buffer): void {
    this.#trees.set(oid, content);
    for (const key of this.#trees.keys()) {
      if (this.#trees.size <= mostTrees) return;
      this.#trees.delete(key);
    }
  }

  /** Path → blob id of every regular file below a tree. */
  async files(
    tree: string,
    folder = "",
    found = new Map<string, string>(),
  ): Promise<Map<string, string>> {
    for (const { mode, name, oid } of treeEntries(await this.read(tree))) {
      const kind = kindOfMode(mode);
      if (kind === "file") found.set(`${folder}${name}`, oid);
      if (kind === "folder") await this.files(oid, `${folder}${name}/`, found);
    }
    return found;
  }

  async commitAt(oid: string): Promise<git.CommitObject> {
    const { commit } = await git.readCommit({ fs, gitdir: this.#gitdir, oid, cache: this.#cache });
    return commit;
  }

  async log(oid: string, limit: number): Promise<readonly git.ReadCommitResult[]> {
    return git.log({ fs, gitdir: this.#gitdir, ref: oid, depth: limit, cache: this.#cache });
  }

  async write(objects: readonly PackObject[]): Promise<void> {
    const gitdir = this.#gitdir;
    await Promise.all(
      objects.map(({ type, data }) =>
        git.writeObject({ fs, gitdir, type, object: data, format: "content" }),
      ),
    );
    for (const { type, data, oid } of objects) if (type === "tree") this.#keepTree(oid, data);
  }
}

/** isomorphic-git types an object's content by its format; with "content" it is bytes. */
function bytesOf(object: unknown): Uint8Array {
  if (object instanceof Uint8Array) return object;
  throw new TypeError("the object is not bytes");
}
