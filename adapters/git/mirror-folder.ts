import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const refFolder = join("refs", "remotes", "origin");
const config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
/** How git is told that objects are missing on purpose, beside the `.promisor` file of the packs that refer to them. */
const partialConfig =
  '[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\tpromisor = true\n';
/** Written when the mirror is made, touched when it is used. */
const usedFile = "used";

/** The files of a bare mirror besides its objects. Every file appears whole or not at all. */
export class MirrorFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get exists(): boolean {
    return existsSync(join(this.path, "HEAD"));
  }

  async create(): Promise<void> {
    await mkdir(join(this.path, "objects", "pack"), { recursive: true });
    await mkdir(join(this.path, refFolder), { recursive: true });
    await this.#write("config", config);
    await this.#write(usedFile, "");
    // What makes git take the folder for a repository comes last.
    await this.#write("HEAD", "ref: refs/heads/none\n");
  }

  /** The commit a branch was at when it was last seen; null where it never was. */
  async readRef(branch: string): Promise<string | null> {
    const text = await readFile(join(this.path, refOf(branch)), "latin1").catch(() => "");
    const oid = text.trim();
    return /^[\da-f]{40}$/.test(oid) ? oid : null;
  }

  writeRef(branch: string, commit: string): Promise<void> {
    return this.#write(refOf(branch), `${commit}\n`);
  }

  /** The commits that branches are known to be at. */
  async tips(): Promise<readonly string[]> {
    const names = await readdir(join(this.path, refFolder)).catch(() => []);
    const tips = await Promise.all(names.map((name) => this.readRef(decodeURIComponent(name))));
    return [...new Set(tips.filter((tip) => tip !== null))];
  }

  /** The commits whose parents were left out. */
  async readShallow(): Promise<readonly string[]> {
    const text = await readFile(join(this.path, "shallow"), "latin1").catch(() => "");
    return text.split("\n").filter((line) => line !== "");
  }

  writeShallow(commits: readonly string[]): Promise<void> {
    return this.#write("shallow", commits.map((oid) => `${oid}\n`).join(""));
  }

  /** Notes that a pack refers to objects that were left at the host. */
  async markPartial(): Promise<void> {
    await this.#write("config", `${config}${partialConfig}`);
  }

  /** Whether something that is missing here may have been left at the host. */
  async isPartial(): Promise<boolean> {
    const text = await readFile(join(this.path, "config"), "utf8").catch(() => "");
    return text.includes(partialConfig);
  }

  async touch(): Promise<void> {
    const now = new Date();
    await utimes(join(this.path, usedFile), now, now).catch(() => undefined);
  }

  async usedAt(): Promise<number> {
    const { mtimeMs } = await stat(join(this.path, usedFile)).catch(() => ({ mtimeMs: 0 }));
    return mtimeMs;
  }

  /** The size of its packs and how many there are. */
  async packs(): Promise<{ readonly bytes: number; readonly count: number }> {
    const folder = join(this.path, "objects", "pack");
    const names = await readdir(folder).catch(() => []);
    const sizes = await Promise.all(
      names.map((name) =>
        stat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { bytes, count: names.filter((name) => name.endsWith(".pack")).length };
  }

  /** Takes the mirror away at once, then deletes it: whoever looks meanwhile finds none. */
  async remove(): Promise<void> {
    const gone = `${this.path}.gone-${process.pid}-${performance.now()}`;
    const isThere = await rename(this.path, gone).then(
      () => true,
      () => false,
    );
    if (isThere) await rm(gone, { recursive: true, force: true });
  }

  async #write(name: string, text: string): Promise<void> {
    const file = join(this.path, name);
    const unfinished = `${file}.${process.pid}.tmp`;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(unfinished, text);
    await rename(unfinished, file);
  }
}

/** Branches stand side by side in one folder, so that `a` and `a/b` can take turns. */
function refOf(branch: string): string {
  return join(refFolder, encodeURIComponent(branch));
}
