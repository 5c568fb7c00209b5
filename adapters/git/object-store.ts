import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readCommitFacts } from "./commit-facts.ts";
import type { CommitFacts } from "./commit-facts.ts";
import { encodeIdx } from "./idx-file.ts";
import { readLooseObject } from "./loose-object.ts";
import { PackFile } from "./pack-file.ts";
import type { GitObject } from "./pack-file.ts";
import { encodePack } from "./pack.ts";
import type { PackObject } from "./pack.ts";
import { kindOfMode, treeEntries } from "./tree.ts";

const mostTrees = 20_000;
const mostListings = 8;

/** An object is not on this machine. */
export class MissingObjectError extends Error {
  constructor(oid: string) {
    super(`the mirror has no object ${oid}`);
    this.name = "MissingObjectError";
  }
}

/** The objects of one bare repository on this machine. */
export class ObjectStore {
  readonly #gitdir: string;
  readonly #trees = new Map<string, Buffer>();
  readonly #listings = new Map<string, ReadonlyMap<string, string>>();
  readonly #packs = new Map<string, PackFile>();
  readonly #unwritten = new Map<string, GitObject>();
  #isOpen: Promise<void> | null = null;

  constructor(gitdir: string) {
    this.#gitdir = gitdir;
  }

  /** The content of an object; throws MissingObjectError where it is not here. */
  async read(oid: string): Promise<Buffer> {
    const known = this.#trees.get(oid);
    if (known) return known;
    const object = (await this.#find(oid)) ?? (await this.#findAnew(oid));
    if (!object) throw new MissingObjectError(oid);
    if (object.type === "tree") this.#keepTree(oid, object.data);
    return object.data;
  }

  /** The content of an object; null where it is not here. */
  async find(oid: string): Promise<Buffer | null> {
    return (await this.#find(oid))?.data ?? null;
  }

  /** An object with its type; null where it is not here. */
  object(oid: string): Promise<GitObject | null> {
    return this.#find(oid);
  }

  async has(oid: string): Promise<boolean> {
    if (this.#trees.has(oid) || this.#unwritten.has(oid)) return true;
    await this.#opened();
    if ([...this.#packs.values()].some((pack) => pack.has(oid))) return true;
    return (await readLooseObject(this.#gitdir, oid)) !== null;
  }

  /** Looks at the folder of packs again; what was read before stays known. */
  async refresh(): Promise<void> {
    this.#isOpen = this.#openPacks();
    await this.#isOpen;
  }

  /** Has the objects from now on, and writes them to disk as one pack; resolves when they are there. */
  async add(objects: readonly PackObject[]): Promise<void> {
    for (const { oid, type, data } of objects) {
      this.#unwritten.set(oid, { type, data });
      if (type === "tree") this.#keepTree(oid, data);
    }
    try {
      await this.#writePack(objects);
    } finally {
      for (const { oid } of objects) this.#unwritten.delete(oid);
    }
  }

  /** Takes trees that are in its packs, so that they need not be read there. */
  learnTrees(trees: ReadonlyMap<string, Buffer>): void {
    for (const [oid, content] of trees) this.#keepTree(oid, content);
  }

  async commitAt(oid: string): Promise<CommitFacts> {
    return readCommitFacts(await this.read(oid));
  }

  /** Path → blob id of every regular file below a tree. */
  async files(tree: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#listings.get(tree);
    if (known) return known;
    const found = new Map<string, string>();
    await this.#list(tree, "", found);
    this.#listings.set(tree, found);
    for (const oldest of this.#listings.keys()) {
      if (this.#listings.size <= mostListings) break;
      this.#listings.delete(oldest);
    }
    return found;
  }

  async #list(tree: string, folder: string, found: Map<string, string>): Promise<void> {
    for (const { mode, name, oid } of treeEntries(await this.read(tree))) {
      const kind = kindOfMode(mode);
      if (kind === "file") found.set(`${folder}${name}`, oid);
      if (kind === "folder") await this.#list(oid, `${folder}${name}/`, found);
    }
  }

  async #find(oid: string): Promise<GitObject | null> {
    const unwritten = this.#unwritten.get(oid);
    if (unwritten) return unwritten;
    await this.#opened();
    for (const pack of this.#packs.values()) {
      const object = await pack.read(oid, (base) => this.#find(base));
      if (object) return object;
    }
    return readLooseObject(this.#gitdir, oid);
  }

  /** Another process may have brought it here. */
  async #findAnew(oid: string): Promise<GitObject | null> {
    await this.refresh();
    return this.#find(oid);
  }

  #opened(): Promise<void> {
    this.#isOpen ??= this.#openPacks();
    return this.#isOpen;
  }

  async #openPacks(): Promise<void> {
    const folder = join(this.#gitdir, "objects", "pack");
    const names = await readdir(folder).catch(() => []);
    const stems = new Set(names.filter((name) => name.endsWith(".idx")).map(stemOf));
    for (const stem of this.#packs.keys()) if (!stems.has(stem)) this.#packs.delete(stem);
    for (const stem of stems) {
      if (this.#packs.has(stem)) continue;
      this.#packs.set(stem, await PackFile.open(join(folder, stem)));
    }
  }

  async #writePack(objects: readonly PackObject[]): Promise<void> {
    const unique = [...new Map(objects.map((object) => [object.oid, object])).values()];
    const { bytes, checksum, entries } = encodePack(unique, { thin: false });
    const folder = join(this.#gitdir, "objects", "pack");
    const stem = `pack-${checksum.toString("hex")}`;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${stem}.pack`), bytes);
    // The index makes the pack known, so it comes last and at once.
    const unfinished = join(folder, `${stem}.tmp`);
    await writeFile(unfinished, encodeIdx(entries, checksum));
    await rename(unfinished, join(folder, `${stem}.idx`));
    this.#packs.set(stem, await PackFile.open(join(folder, stem)));
  }

  /** Trees are small and read again at every plan; the oldest are forgotten first. */
  #keepTree(oid: string, content: Buffer): void {
    this.#trees.set(oid, content);
    for (const key of this.#trees.keys()) {
      if (this.#trees.size <= mostTrees) return;
      this.#trees.delete(key);
    }
  }
}

function stemOf(name: string): string {
  return name.slice(0, name.lastIndexOf("."));
}
