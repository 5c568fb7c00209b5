import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { runGit } from "#sandbox/git/run-git.ts";

const identity = ["-c", "user.name=Bench", "-c", "user.email=bench@stagecoach.test"];

/** A clone with a work tree, kept warm: what a script around the git command line works with. */
export class GitClone {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Clones the repository into a folder that does not exist yet. */
  static async make(url: string, folder: string): Promise<GitClone> {
    await runGit("/", ["clone", "--quiet", url, folder]);
    return new GitClone(folder);
  }

  /** Fetches `main`, edits the files on top of it, commits and pushes. */
  async change(paths: readonly string[], edit: (text: string) => string): Promise<void> {
    await runGit(this.#folder, ["fetch", "--quiet", "origin", "main"]);
    await runGit(this.#folder, ["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    const contents = new Map<string, string>();
    for (const path of paths) {
      contents.set(path, edit(await readFile(join(this.#folder, path), "utf8")));
    }
    await this.commitAndPush(contents);
  }

  /** Writes files, commits them and pushes, without looking at the remote first. */
  async commitAndPush(contents: ReadonlyMap<string, string | Buffer>): Promise<void> {
    for (const [path, content] of contents) await writeFile(join(this.#folder, path), content);
    await runGit(this.#folder, [...identity, "commit", "--quiet", "--all", "--message=Change"]);
    await runGit(this.#folder, ["push", "--quiet", "origin", "HEAD:main"]);
  }
}
