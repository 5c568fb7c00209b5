import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DomainError } from "#domain/error.ts";

import { readLog } from "./commit-log.ts";
import { greet } from "./fetch/greet.ts";
import type { Greeting } from "./fetch/greet.ts";
import type { PackAnswer } from "./fetch/pack-answer.ts";
import { readReceivedPack } from "./fetch/received-pack.ts";
import type { UploadPack } from "./fetch/upload-pack.ts";
import { encodeIdx } from "./idx-file.ts";
import { MirrorFolder } from "./mirror-folder.ts";
import { withLock } from "./mirror-lock.ts";
import { ObjectStore } from "./object-store.ts";
import { BrokenPackError } from "./pack-entry.ts";
import type { PackObject } from "./pack.ts";
import { unavailable } from "./transport/failure.ts";
import type { GitTransport } from "./transport/transport.ts";

/** As far back as trailers are looked for after a push of which nobody knows what became. */
const firstDepth = 200;
/** Some commits before the known ones, for a branch that was set back. */
const mostHaves = 32;
/** Every fetch adds a pack, and every pack is looked into: a mirror of so many is made anew. */
const mostPacks = 200;

/** A bare copy of one remote repository, kept between jobs and shared by workers; there never is a work tree. */
export class Mirror {
  readonly folder: MirrorFolder;
  /**
   * How the host is pushed to: with a pack that has deltas to objects that it has, with one that stands alone, or by
   * isomorphic-git. What it could not read is not tried again.
   */
  pushWay: "thin" | "whole" | "stock" = "thin";
  readonly #grown: () => void;
  #objects: ObjectStore;
  #greeting: Greeting | null = null;
  readonly #pushed = new Map<string, string>();
  #queue: Promise<unknown> = Promise.resolve();

  /** `grown` is called whenever something was brought here. */
  constructor(path: string, grown: () => void) {
    this.#grown = grown;
    this.folder = new MirrorFolder(path);
    this.#objects = new ObjectStore(path);
  }

  get objects(): ObjectStore {
    return this.#objects;
  }

  /**
   * Brings the branch's newest commit here and returns its id. One fetch at a time, of all processes that share the
   * folder. A mirror that turns out broken is made anew.
   */
  async fetch(transport: GitTransport, branch: string, signal?: AbortSignal): Promise<string> {
    const turn = this.#queue.then(() => this.#fetch(transport, branch, signal));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #fetch(
    transport: GitTransport,
    branch: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const session = await transport.uploadPack(signal);
    try {
      const { host, greeting } = await greet(transport, session, this.#greeting);
      const tip = await tipOf(host, transport, branch);
      this.#greeting = greeting;
      if (!(await this.#isWhole(tip))) {
        await withLock(`${this.folder.path}.lock`, () => this.#receive(host, tip), signal);
        this.#grown();
      }
      await this.folder.writeRef(branch, tip);
      await this.folder.touch();
      return tip;
    } catch (error) {
      this.#greeting = null;
      if (!(error instanceof BrokenPackError)) throw error;
      throw unavailable(transport.host, `answered what cannot be used: ${error.message}`);
    } finally {
      session.close();
    }
  }

  /** Whether the commit and all its folders can be read; its files are read when they are needed. */
  async #isWhole(commit: string): Promise<boolean> {
    try {
      const { tree } = await this.#objects.commitAt(commit);
      await this.#objects.files(tree);
      return true;
    } catch {
      return false;
    }
  }

  async #receive(host: UploadPack, tip: string): Promise<void> {
    // Another process may have brought it while the lock was waited for.
    if (this.folder.exists && (await this.#isWhole(tip))) return;
    if (!this.folder.exists || (await this.folder.packs()).count > mostPacks) await this.rebuild();
    const haves = await this.#haves(tip);
    await this.#take(host, tip, haves);
    if (await this.#isWhole(tip)) return;
    await this.rebuild();
    await this.#take(host, tip, []);
    if (!(await this.#isWhole(tip))) throw new BrokenPackError("the pack lacks objects");
  }

  async #take(host: UploadPack, tip: string, haves: readonly string[]): Promise<void> {
    const shallow = await this.folder.readShallow();
    const depth = haves.length === 0 ? firstDepth : null;
    const answer = await host.pack({ wants: [tip], haves, shallow, depth });
    await this.#store(answer, { shallow, isPartial: host.isPartial });
    await this.#objects.refresh();
  }

  /** What is told to be here: the known tips and what leads to them. None where the wanted commit itself is damaged. */
  async #haves(wanted: string): Promise<readonly string[]> {
    if (await this.#objects.has(wanted).catch(() => true)) return [];
    const haves = new Set<string>();
    for (const tip of await this.folder.tips()) {
      if (!(await this.#isWhole(tip))) continue;
      const log = await readLog((oid) => this.#objects.find(oid), tip, mostHaves);
      for (const { id } of log) haves.add(id);
    }
    return [...haves];
  }

  async #store(
    { pack, shallow, unshallow }: PackAnswer,
    before: { readonly shallow: readonly string[]; readonly isPartial: boolean },
  ): Promise<void> {
    const { bytes, checksum, entries, trees } = await readReceivedPack(pack, (oid) =>
      this.#objects.object(oid),
    );
    if (entries.length > 0) {
      const stem = join(this.folder.path, "objects", "pack", `pack-${checksum.toString("hex")}`);
      if (before.isPartial) {
        await this.folder.markPartial();
        await writeWhole(`${stem}.promisor`, Buffer.alloc(0));
      }
      await writeWhole(`${stem}.pack`, bytes);
      // The index makes the pack known, so it comes last.
      await writeWhole(`${stem}.idx`, encodeIdx(entries, checksum));
      this.#objects.learnTrees(trees);
    }
    if (shallow.length + unshallow.length > 0) {
      const gone = new Set(unshallow);
      const now = new Set([...before.shallow, ...shallow].filter((oid) => !gone.has(oid)));
      await this.folder.writeShallow([...now]);
    }
  }

  /** Throws away what is here: the next fetch brings everything. */
  async rebuild(): Promise<void> {
    await this.folder.remove();
    await this.folder.create();
    this.#objects = new ObjectStore(this.folder.path);
    this.#pushed.clear();
  }

  /** The newest commit of a branch that is known here, by a fetch or a push; null when none is. */
  async knownTip(branch: string): Promise<string | null> {
    const pushed = this.#pushed.get(branch);
    if (pushed !== undefined) return pushed;
    const tip = await this.folder.readRef(branch);
    return tip !== null && (await this.#isWhole(tip)) ? tip : null;
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
    try {
      await this.#objects.add(objects);
      await this.folder.writeRef(branch, commit);
    } finally {
      if (this.#pushed.get(branch) === commit) this.#pushed.delete(branch);
    }
  }
}

async function tipOf(host: UploadPack, transport: GitTransport, branch: string): Promise<string> {
  const name = `refs/heads/${branch}`;
  const tip = (await host.references(name)).get(name);
  if (tip !== undefined) return tip;
  const others = [...(await host.references("refs/heads/")).keys()];
  const names = others.map((other) => other.slice("refs/heads/".length));
  const hint =
    names.length === 0
      ? "The repository is empty: push a first commit to it."
      : `It has ${names.slice(0, 5).join(", ")}${names.length > 5 ? " and others" : ""}.`;
  const message = `${transport.url} has no branch ${branch}. ${hint}`;
  throw new DomainError("not-found", message, { branch, branches: names.slice(0, 100) });
}

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
}
