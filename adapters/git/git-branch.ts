import { DomainError } from "#domain/error.ts";
import type {
  GitBranch,
  GitCommit,
  GitTip,
  NewCommit,
  PushOutcome,
} from "#ports/git-repository.ts";

import { readLog } from "./commit-log.ts";
import { CommitStack } from "./commit-stack.ts";
import { largestFile } from "./fetch/upload-pack.ts";
import type { Mirror } from "./mirror.ts";
import { MissingObjectError } from "./object-store.ts";
import { declined, postPush, unanswered } from "./receive-pack.ts";
import type { RefUpdate } from "./receive-pack.ts";
import { stockPush } from "./stock-push.ts";
import type { GitTransport } from "./transport/transport.ts";

type LocalUpdate = Pick<RefUpdate, "expected" | "commit" | "objects" | "signal">;

/** A branch of a remote, worked on through its mirror. */
export class MirroredBranch implements GitBranch {
  readonly #mirror: Mirror;
  readonly #transport: GitTransport;
  readonly #branch: string;
  readonly #stack: CommitStack;

  constructor(mirror: Mirror, transport: GitTransport, branch: string) {
    this.#mirror = mirror;
    this.#transport = transport;
    this.#branch = branch;
    this.#stack = new CommitStack((oid) => mirror.objects.read(oid));
  }

  async fetch(signal?: AbortSignal): Promise<GitTip> {
    return this.#tipAt(await this.#mirror.fetch(this.#transport, this.#branch, signal));
  }

  async known(): Promise<GitTip | null> {
    const commit = await this.#mirror.knownTip(this.#branch);
    return commit === null ? null : this.#tipAt(commit);
  }

  async readBlob(blob: string): Promise<Buffer> {
    try {
      return await this.#stack.read(blob);
    } catch (error) {
      const isLeft = error instanceof MissingObjectError && (await this.#mirror.folder.isPartial());
      if (!isLeft) throw error;
      const message = `The file has ${largestFile / 1024 / 1024} MB or more and was not fetched.`;
      throw new DomainError("invalid", message, { blob });
    }
  }

  log(commit: string, limit: number): Promise<readonly GitCommit[]> {
    return readLog((oid) => this.#mirror.objects.find(oid), commit, limit);
  }

  commit(base: string | null, commits: readonly NewCommit[]): Promise<readonly string[]> {
    return this.#stack.add(base, commits);
  }

  async push(expected: string | null, commit: string, signal?: AbortSignal): Promise<PushOutcome> {
    const objects = this.#stack.objectsSince(expected, commit);
    const update = { expected, commit, objects, signal };
    const outcome = await this.#pushSomehow(update);
    if (outcome.kind === "pushed") this.#mirror.notePushed(this.#branch, commit, objects);
    return outcome;
  }

  async #tipAt(commit: string): Promise<GitTip> {
    const { tree } = await this.#mirror.objects.commitAt(commit);
    return { commit, blobs: await this.#mirror.objects.files(tree) };
  }

  /** Remembers what the host could not read only once it could read something else: it may just be in trouble. */
  async #pushSomehow(update: LocalUpdate): Promise<PushOutcome> {
    const mirror = this.#mirror;
    for (const way of ["thin", "whole"] as const) {
      if (mirror.pushWay === "stock" || (mirror.pushWay === "whole" && way === "thin")) continue;
      const outcome = await this.#postPush(update, way === "thin");
      if (outcome === null) continue;
      mirror.pushWay = way;
      return outcome;
    }
    const outcome = await this.#stockPush(update);
    mirror.pushWay = "stock";
    return outcome;
  }

  /** Null where the host cannot read the pack. */
  async #postPush(update: LocalUpdate, thin: boolean): Promise<PushOutcome | null> {
    const [transport, branch] = [this.#transport, this.#branch];
    const report = await postPush({ ...update, transport, branch, thin });
    if (report.outcome) return report.outcome;
    if (!report.isComplete) throw unanswered(transport);
    if (report.unpacked) throw declined(transport, branch, report.refusal);
    return null;
  }

  async #stockPush({ commit, objects, signal }: LocalUpdate): Promise<PushOutcome> {
    const [mirror, transport, branch] = [this.#mirror, this.#transport, this.#branch];
    await mirror.objects.add(objects);
    return stockPush({ gitdir: mirror.folder.path, transport, branch, commit, signal });
  }
}
