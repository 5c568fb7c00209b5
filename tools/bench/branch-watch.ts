import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const lookEveryMs = 2;

/** A branch of a bare repository on this machine, looked at without asking git. */
export class BranchWatch {
  readonly #ref: string;

  constructor(repository: string, branch: string) {
    this.#ref = join(repository, "refs", "heads", branch);
  }

  tip(): Promise<string> {
    return readFile(this.#ref, "utf8");
  }

  /** When the branch has left the tip, on the clock of `performance.now()`; throws after a minute. */
  async moved(from: string): Promise<number> {
    const deadline = performance.now() + 60_000;
    while (performance.now() < deadline) {
      if ((await this.tip().catch(() => from)) !== from) return performance.now();
      await sleep(lookEveryMs);
    }
    throw new Error("no commit came within a minute");
  }
}
