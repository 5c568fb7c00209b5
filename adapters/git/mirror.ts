import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import * as git from "isomorphic-git";

import { DomainError } from "#domain/error.ts";
import type { GitRemote } from "#ports/git-repository.ts";

import { asBrokenAnswer } from "./broken-answer.ts";
import { httpClientFor } from "./isomorphic-http.ts";
import { ObjectStore } from "./object-store.ts";
import type { ObjectType } from "./pack.ts";

/** A bare copy of one remote repository, kept between jobs; there never is a work tree. */
export class Mirror {
  readonly #gitdir: string;
  readonly objects: ObjectStore;
  readonly #cache: object = {};
  #queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string, url: string) {
    const name = createHash("sha256").update(url).digest("hex").slice(0, 32);
    this.#gitdir = path.join(folder, `${name}.git`);
    this.objects = new ObjectStore(this.#gitdir, this.#cache);
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
      if (fetchHead !== null) return fetchHead;
    } catch (error) {
      if (!(error instanceof git.Errors.NotFoundError)) throw asBrokenAnswer(error, remote);
    }
    throw new DomainError("not-found", `${remote.url} has no branch ${branch}.`, { branch });
  }

  /** Remembers where the remote branch is after a push, so that the next fetch asks for nothing. */
  async noteRemote(branch: string, commit: string): Promise<void> {
    const ref = `refs/remotes/origin/${branch}`;
    await git.writeRef({ fs, gitdir: this.#gitdir, ref, value: commit, force: true });
  }

  /** isomorphic-git's own push: slow, but understood by hosts that refuse thin packs. Never forces. */
  async plainPush(input: {
    readonly remote: GitRemote;
    readonly branch: string;
    readonly commit: string;
    readonly signal: AbortSignal | undefined;
  }): Promise<void> {
    const { remote, branch, commit, signal } = input;
    const gitdir = this.#gitdir;
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
