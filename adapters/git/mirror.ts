import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import * as git from "isomorphic-git";

import { DomainError } from "#domain/error.ts";
import type { GitRemote } from "#ports/git-repository.ts";

import { asBrokenAnswer } from "./broken-answer.ts";
import { httpClientFor } from "./isomorphic-http.ts";
import type { ObjectType, PackObject } from "./pack.ts";
import { kindOfMode, treeEntries } from "./tree.ts";

const mostTrees = 20_000;

/** A bare copy of one remote repository, kept between jobs; there never is a work tree. */
export class Mirror {
  readonly #gitdir: string;
  readonly #trees = new Map<string, Buffer>();
  #cache: object = {};
  #queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string, url: string) {
    const name = createHash("sha256").update(url).digest("hex").slice(0, 32);
    this.#gitdir = path.join(folder, `${name}.git`);
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

/** isomorphic-git types an object's content by its format; with "content" it is bytes. */
function bytesOf(object: unknown): Uint8Array {
  if (object instanceof Uint8Array) return object;
  throw new TypeError("the object is not bytes");
}

/** The bytes of a commit object. */
export function encodeCommit(input: {
  readonly tree: string;
  readonly parent: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly at: Date;
  readonly message: string;
}): { readonly type: ObjectType; readonly data: Buffer } {
  const { tree, parent, author, at, message } = input;
  const person = `${author.name} <${author.email}> ${Math.floor(at.getTime() / 1000)} +0000`;
  const text = `tree ${tree}\nparent ${parent}\nauthor ${person}\ncommitter ${person}\n\n${message}`;
  return { type: "commit", data: Buffer.from(text, "utf8") };
}
