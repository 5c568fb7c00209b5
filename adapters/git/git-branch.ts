import * as git from "isomorphic-git";

import type {
  GitBranch,
  GitCommit,
  GitRemote,
  GitTip,
  NewCommit,
  PushOutcome,
} from "#ports/git-repository.ts";

import { asBrokenAnswer } from "./broken-answer.ts";
import { encodeCommit } from "./commit-object.ts";
import type { Mirror } from "./mirror.ts";
import { objectId } from "./pack.ts";
import type { PackObject } from "./pack.ts";
import { declined, postPush, unanswered } from "./receive-pack.ts";
import { replaceFiles } from "./tree-surgery.ts";

interface LocalCommit {
  readonly parent: string;
  readonly objects: readonly PackObject[];
}

/** A branch of a remote, worked on through its mirror. */
export class MirroredBranch implements GitBranch {
  readonly #mirror: Mirror;
  readonly #remote: GitRemote;
  readonly #branch: string;
  readonly #local = new Map<string, LocalCommit>();

  constructor(mirror: Mirror, remote: GitRemote, branch: string) {
    this.#mirror = mirror;
    this.#remote = remote;
    this.#branch = branch;
  }

  async fetch(signal?: AbortSignal): Promise<GitTip> {
    const commit = await this.#mirror.fetch(this.#remote, this.#branch, signal);
    const { tree } = await this.#mirror.objects.commitAt(commit);
    return { commit, blobs: await this.#mirror.objects.files(tree) };
  }

  readBlob(blob: string): Promise<Buffer> {
    return this.#mirror.objects.read(blob);
  }

  async log(commit: string, limit: number): Promise<readonly GitCommit[]> {
    return (await this.#mirror.objects.log(commit, limit)).map(presentCommit);
  }

  async commit(base: string, commits: readonly NewCommit[]): Promise<readonly string[]> {
    const ids: string[] = [];
    let parent = base;
    let { tree } = await this.#mirror.objects.commitAt(base);
    for (const { files, ...rest } of commits) {
      const { root, objects } = await replaceFiles(
        (oid) => this.#mirror.objects.read(oid),
        tree,
        files,
      );
      const { type, data } = encodeCommit({ ...rest, tree: root, parent });
      const oid = objectId(type, data);
      const all: readonly PackObject[] = [...objects, { oid, type, data }];
      await this.#mirror.objects.write(all);
      this.#local.set(oid, { parent, objects: all });
      ids.push(oid);
      [parent, tree] = [oid, root];
    }
    return ids;
  }

  async push(expected: string, commit: string, signal?: AbortSignal): Promise<PushOutcome> {
    const report = await postPush({
      remote: this.#remote,
      branch: this.#branch,
      expected,
      commit,
      objects: this.#objectsSince(expected, commit),
      signal,
    });
    if (report.outcome?.kind === "pushed") await this.#mirror.noteRemote(this.#branch, commit);
    if (report.outcome) return report.outcome;
    if (report.unpacked && !report.isComplete) throw unanswered(this.#remote);
    if (report.unpacked) throw declined(this.#remote, this.#branch, report.refusal);
    return this.#plainPush(commit, signal);
  }

  /** The objects of the commits from `expected` to `commit`, parents first, as deltas need them. */
  #objectsSince(expected: string, commit: string): readonly PackObject[] {
    const stack: (readonly PackObject[])[] = [];
    for (let at = commit; at !== expected;) {
      const local = this.#local.get(at);
      if (!local) throw new Error(`commit ${at} was not made here`);
      stack.push(local.objects);
      at = local.parent;
    }
    return stack.toReversed().flat();
  }

  async #plainPush(commit: string, signal: AbortSignal | undefined): Promise<PushOutcome> {
    try {
      const [remote, branch] = [this.#remote, this.#branch];
      await this.#mirror.plainPush({ remote, branch, commit, signal });
      await this.#mirror.noteRemote(this.#branch, commit);
      return { kind: "pushed" };
    } catch (error) {
      if (error instanceof git.Errors.PushRejectedError) return { kind: "moved" };
      if (error instanceof git.Errors.GitPushError) {
        throw declined(this.#remote, this.#branch, error.data.prettyDetails);
      }
      throw asBrokenAnswer(error, this.#remote);
    }
  }
}

function presentCommit({ oid, commit }: git.ReadCommitResult): GitCommit {
  return {
    id: oid,
    parent: commit.parent[0] ?? null,
    message: commit.message,
    author: `${commit.author.name} <${commit.author.email}>`,
    at: new Date(commit.committer.timestamp * 1000),
  };
}
