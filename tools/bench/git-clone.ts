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
    await this.edit(paths, edit);
    await this.commitAndPush();
  }

  /** Edits files of the work tree. */
  async edit(paths: readonly string[], edit: (text: string) => string): Promise<void> {
    for (const path of paths) {
      const file = join(this.#folder, path);
      await writeFile(file, edit(await readFile(file, "utf8")));
    }
  }

  /** Commits what was edited and pushes it, without looking at the remote first. */
  async commitAndPush(): Promise<void> {
    await runGit(this.#folder, [...identity, "commit", "--quiet", "--all", "--message=Change"]);
    await runGit(this.#folder, ["push", "--quiet", "origin", "HEAD:main"]);
  }
}
