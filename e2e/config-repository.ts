import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { findWorld } from "./world.ts";

const run = promisify(execFile);

/** A clone of a sample config repository, used as a colleague with git would. */
export class ConfigRepository implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async clone(repository = "acme/config"): Promise<ConfigRepository> {
    const { url, user, password } = findWorld().git;
    const folder = await mkdtemp(path.join(tmpdir(), "stagecoach-clone-"));
    const remote = new URL(`${url.replace(/\/$/, "")}/${repository}.git`);
    remote.username = user;
    remote.password = password;
    await run("git", ["clone", "-q", remote.href, folder]);
    return new ConfigRepository(folder);
  }

  async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await run("git", args, { cwd: this.#folder, maxBuffer: 32 * 1024 * 1024 });
    return stdout;
  }

  /** The remote branch's newest commit. */
  async tip(): Promise<string> {
    await this.git("fetch", "-q", "origin");
    return (await this.git("rev-parse", "origin/HEAD")).trim();
  }

  /** The commit's change as a unified diff, without git's index lines and its guesses at section headings. */
  async diffOf(commit: string): Promise<string> {
    await this.git("fetch", "-q", "origin");
    const diff = await this.git("show", "--format=", "--no-color", "--no-renames", commit);
    return diff.replaceAll(/^index [0-9a-f.]+ \d+\n/gm, "").replaceAll(/^(@@ [^@]+ @@).*$/gm, "$1");
  }

  async message(commit: string): Promise<string> {
    return this.git("log", "-1", "--format=%B", commit);
  }

  /** Commits a file's new text and pushes it. */
  async write(file: string, text: string): Promise<void> {
    await this.git("pull", "-q", "--ff-only");
    await writeFile(path.join(this.#folder, file), text);
    await this.git("add", file);
    await this.git(
      "-c",
      "user.name=Colleague",
      "-c",
      "user.email=colleague@acme.test",
      "commit",
      "-q",
      "-m",
      `edit ${file}`,
    );
    await this.git("push", "-q");
  }

  async read(file: string): Promise<string> {
    await this.git("pull", "-q", "--ff-only");
    return this.git("show", `HEAD:${file}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
