import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

import { MirrorFolder } from "./mirror-folder.ts";
import { withLock } from "./mirror-lock.ts";
import { Mirror } from "./mirror.ts";

/** A mirror that a job used so lately may still be read by it. */
const graceMs = 10 * 60_000;
const suffix = ".git";

/** The mirrors below one folder, which several workers may share. */
export class MirrorStore {
  readonly #folder: string;
  readonly #mostBytes: number;
  readonly #mirrors = new Map<string, Mirror>();
  #trimming: Promise<void> = Promise.resolve();

  constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** The mirror of this name, which is empty until it is fetched into. */
  of(name: string): Mirror {
    const known = this.#mirrors.get(name);
    if (known) return known;
    const mirror = new Mirror(join(this.#folder, `${name}${suffix}`), () => {
      void this.trim(new Date());
    });
    this.#mirrors.set(name, mirror);
    return mirror;
  }

  /** Removes the mirrors that were used longest ago until the rest is small enough; never one in use. One run at a time. */
  trim(now: Date): Promise<void> {
    this.#trimming = this.#trimming.then(() => this.#trim(now)).catch(() => undefined);
    return this.#trimming;
  }

  async #trim(now: Date): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(suffix));
    const mirrors = await Promise.all(
      names.map(async (name) => {
        const folder = new MirrorFolder(join(this.#folder, name));
        return { folder, usedAt: await folder.usedAt(), ...(await folder.packs()) };
      }),
    );
    let bytes = mirrors.reduce((sum, mirror) => sum + mirror.bytes, 0);
    for (const mirror of mirrors.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= this.#mostBytes) return;
      if (now.getTime() - mirror.usedAt < graceMs) return;
      await withLock(`${mirror.folder.path}.lock`, () => mirror.folder.remove());
      bytes -= mirror.bytes;
    }
  }
}
