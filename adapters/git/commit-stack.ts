import type { NewCommit } from "#ports/git-repository.ts";

import { readCommitFacts } from "./commit-facts.ts";
import { encodeCommit } from "./commit-object.ts";
import { objectId } from "./pack.ts";
import type { PackObject } from "./pack.ts";
import { changeFiles } from "./tree-surgery.ts";
import type { ReadObject } from "./tree-surgery.ts";

interface StackedCommit {
  readonly parent: string | null;
  readonly objects: readonly PackObject[];
}

/** Commits that were made here and are not pushed yet, with their objects, in memory. */
export class CommitStack {
  readonly #commits = new Map<string, StackedCommit>();
  readonly #objects = new Map<string, Buffer>();
  readonly #stored: ReadObject;

  /** `stored` reads the objects that are not new. */
  constructor(stored: ReadObject) {
    this.#stored = stored;
  }

  readonly read: ReadObject = async (oid) => this.#objects.get(oid) ?? this.#stored(oid);

  /** Adds commits, each on the one before, the first on `base`; returns their ids. */
  async add(base: string | null, commits: readonly NewCommit[]): Promise<readonly string[]> {
    const ids: string[] = [];
    let parent = base;
    let tree = base === null ? null : readCommitFacts(await this.read(base)).tree;
    for (const { files, ...rest } of commits) {
      const { root, objects } = await changeFiles(this.read, tree, files);
      const { type, data } = encodeCommit({ ...rest, tree: root, parent });
      const oid = objectId(type, data);
      const all: readonly PackObject[] = [{ oid, type, data }, ...objects];
      for (const object of all) this.#objects.set(object.oid, object.data);
      this.#commits.set(oid, { parent, objects: all });
      ids.push(oid);
      [parent, tree] = [oid, root];
    }
    return ids;
  }

  /** What a receiver that has `base` needs for `commit`: each object once, and never what a delta takes as there. */
  objectsSince(base: string | null, commit: string): readonly PackObject[] {
    const stack: (readonly PackObject[])[] = [];
    for (let at: string | null = commit; at !== base;) {
      const made: StackedCommit | undefined = at === null ? undefined : this.#commits.get(at);
      if (!made) throw new Error(`commit ${commit} was not made here on ${base}`);
      stack.push(made.objects);
      at = made.parent;
    }
    const sent = new Map<string, PackObject>();
    const there = new Set<string>();
    for (const object of stack.toReversed().flat()) {
      if (sent.has(object.oid) || there.has(object.oid)) continue;
      if (object.delta && !sent.has(object.delta.base)) there.add(object.delta.base);
      sent.set(object.oid, object);
    }
    return [...sent.values()];
  }
}
