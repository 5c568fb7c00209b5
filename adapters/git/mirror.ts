import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import * as git from "isomorphic-git";

import { DomainError } from "#domain/error.ts";
import type { GitRemote } from "#ports/git-repository.ts";

import { asBrokenAnswer } from "./broken-answer.ts";
import { httpClientFor } from "./isomorphic-http.ts";
import { ObjectStore } from "./object-store.ts";
import type { PackObject } from "./pack.ts";

/** A bare copy of one remote repository, kept between jobs; there never is a work tree. */
export class Mirror {
  readonly #gitdir: string;
  readonly objects: ObjectStore;
  /** Whether the host reads packs with deltas to objects that it has; it is tried once. */
  takesThinPacks = true;
  readonly #cache: object = {};
  readonly #pushed = new Map<string, string>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string, url: string) {
    const name = createHash("sha256").update(url).digest("hex").slice(0, 32);
    this.#gitdir = path.join(folder, `${name}.git`);
    this.objects = new ObjectStore(this.#gitdir);
  }

  /** Brings the branch's newest commit here and returns its id. One fetch at a time. */
  async fetch(remote: GitRemote, branch: string, signal?: AbortSignal): Promise<string> {
    const turn = this.#queue.then(() => this.#fetch(remote, branch, signal));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #fetch(
    remote: GitRemote,
    branch: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const gitdir = this.#gitdir;
    if (!fs.existsSync(path.join(gitdir, "HEAD"))) {
      await git.init({ fs, gitdir, bare: true, defaultBranch: "none" });
      await git.addRemote({ fs, gitdir, remote: "origin", url: remote.url });
    }
    try {
      const { fetchHead } = await git.fetch({
        fs,
        gitdir,
        http: httpClientFor(remote, signal),
        url: remote.url,
        remote: "origin",
        // By its own name here, so that what is here already is not sent again.
        ref: `refs/remotes/origin/${branch}`,
        remoteRef: branch,
        singleBranch: true,
        tags: false,
        cache: this.#cache,
      });
      await this.objects.refresh();
      if (fetchHead !== null) return fetchHead;
    } catch (error) {
      if (!(error instanceof git.Errors.NotFoundError)) throw asBrokenAnswer(error, remote);
    }
    throw new DomainError("not-found", `${remote.url} has no branch ${branch}.`, { branch });
  }

  /** The newest commit of a branch that is known here, by a fetch or a push; null when none is. */
  async knownTip(branch: string): Promise<string | null> {
    const pushed = this.#pushed.get(branch);
    if (pushed !== undefined) return pushed;
    const ref = `refs/remotes/origin/${branch}`;
    const tip = await git.resolveRef({ fs, gitdir: this.#gitdir, ref }).catch(() => null);
    return tip !== null && (await this.objects.has(tip)) ? tip : null;
  }

  /**
   * Remembers where the remote branch is after a push and keeps the pushed objects, so that the next fetch asks for
   * nothing. Known at once; what cannot be written is only forgotten, because the remote has it.
   */
  notePushed(branch: string, commit: string, objects: readonly PackObject[]): void {
    this.#pushed.set(branch, commit);
    const turn = this.#queue.then(() => this.#writePushed(branch, commit, objects));
    this.#queue = turn.catch(() => undefined);
  }

  async #writePushed(
    branch: string,
    commit: string,
    objects: readonly PackObject[],
  ): Promise<void> {
    const ref = `refs/remotes/origin/${branch}`;
    try {
      await this.objects.add(objects);
      await git.writeRef({ fs, gitdir: this.#gitdir, ref, value: commit, force: true });
    } finally {
      if (this.#pushed.get(branch) === commit) this.#pushed.delete(branch);
    }
  }

  /** isomorphic-git's own push: slow, but understood by hosts that refuse thin packs. Never forces. */
  async plainPush(input: {
    readonly remote: GitRemote;
    readonly branch: string;
    readonly commit: string;
    readonly objects: readonly PackObject[];
    readonly signal: AbortSignal | undefined;
  }): Promise<void> {
    const { remote, branch, commit, objects, signal } = input;
    const gitdir = this.#gitdir;
    await this.objects.add(objects);
    const ref = `refs/heads/push-${commit}`;
    await git.writeRef({ fs, gitdir, ref, value: commit, force: true });
    try {
      const http = httpClientFor(remote, signal);
      await git.push({ fs, gitdir, http, url: remote.url, ref, remoteRef: branch, force: false });
    } finally {
      await git.deleteRef({ fs, gitdir, ref });
    }
  }
}
