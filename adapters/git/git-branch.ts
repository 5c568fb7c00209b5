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
import { readLog } from "./commit-log.ts";
import { CommitStack } from "./commit-stack.ts";
import type { Mirror } from "./mirror.ts";
import type { PackObject } from "./pack.ts";
import { declined, postPush, unanswered } from "./receive-pack.ts";

/** A branch of a remote, worked on through its mirror. */
export class MirroredBranch implements GitBranch {
  readonly #mirror: Mirror;
  readonly #remote: GitRemote;
  readonly #branch: string;
  readonly #stack: CommitStack;

  constructor(mirror: Mirror, remote: GitRemote, branch: string) {
    this.#mirror = mirror;
    this.#remote = remote;
    this.#branch = branch;
    this.#stack = new CommitStack((oid) => mirror.objects.read(oid));
  }

  async fetch(signal?: AbortSignal): Promise<GitTip> {
    return this.#tipAt(await this.#mirror.fetch(this.#remote, this.#branch, signal));
  }

  async known(): Promise<GitTip | null> {
    const commit = await this.#mirror.knownTip(this.#branch);
    return commit === null ? null : this.#tipAt(commit);
  }

  readBlob(blob: string): Promise<Buffer> {
    return this.#stack.read(blob);
  }

  log(commit: string, limit: number): Promise<readonly GitCommit[]> {
    return readLog((oid) => this.#mirror.objects.find(oid), commit, limit);
  }

  commit(base: string | null, commits: readonly NewCommit[]): Promise<readonly string[]> {
    return this.#stack.add(base, commits);
  }

  async push(expected: string | null, commit: string, signal?: AbortSignal): Promise<PushOutcome> {
    const objects = this.#stack.objectsSince(expected, commit);
    const outcome = this.#mirror.takesThinPacks
      ? await this.#postPush({ expected, commit, objects }, signal)
      : await this.#plainPush({ commit, objects }, signal);
    if (outcome.kind === "pushed") this.#mirror.notePushed(this.#branch, commit, objects);
    return outcome;
  }

  async #tipAt(commit: string): Promise<GitTip> {
    const { tree } = await this.#mirror.objects.commitAt(commit);
    return { commit, blobs: await this.#mirror.objects.files(tree) };
  }

  async #postPush(
    update: {
      readonly expected: string | null;
      readonly commit: string;
      readonly objects: readonly PackObject[];
    },
    signal: AbortSignal | undefined,
  ): Promise<PushOutcome> {
    const [remote, branch] = [this.#remote, this.#branch];
    const report = await postPush({ ...update, remote, branch, signal });
    if (report.outcome) return report.outcome;
    if (report.unpacked && !report.isComplete) throw unanswered(remote);
    if (report.unpacked) throw declined(remote, branch, report.refusal);
    const outcome = await this.#plainPush(update, signal);
    this.#mirror.takesThinPacks = false;
    return outcome;
  }

  async #plainPush(
    { commit, objects }: { readonly commit: string; readonly objects: readonly PackObject[] },
    signal: AbortSignal | undefined,
  ): Promise<PushOutcome> {
    const [remote, branch] = [this.#remote, this.#branch];
    try {
      await this.#mirror.plainPush({ remote, branch, commit, objects, signal });
      return { kind: "pushed" };
    } catch (error) {
      if (error instanceof git.Errors.PushRejectedError) return { kind: "moved" };
      if (error instanceof git.Errors.GitPushError) {
        throw declined(remote, branch, error.data.prettyDetails);
      }
      throw asBrokenAnswer(error, remote);
    }
  }
}
