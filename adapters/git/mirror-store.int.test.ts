import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { withLock } from "./mirror-lock.ts";
import { MirrorStore } from "./mirror-store.ts";

const hourMs = 3_600_000;
const now = new Date("2026-03-01T12:00:00Z");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stagecoach-mirrors-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A mirror of so many bytes that was used so many hours ago. */
async function addMirror(name: string, bytes: number, hoursAgo: number): Promise<void> {
  const { folder: mirror } = new MirrorStore(folder, 1).of(name);
  await mirror.create();
  await mkdir(path.join(mirror.path, "objects", "pack"), { recursive: true });
  await writeFile(path.join(mirror.path, "objects", "pack", "pack-1.pack"), Buffer.alloc(bytes));
  const usedAt = new Date(now.getTime() - hoursAgo * hourMs);
  await utimes(path.join(mirror.path, "used"), usedAt, usedAt);
}

async function left(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".git")).toSorted();
}

describe("mirrors that take too much room", () => {
  it("go in the order in which they were used, and no more of them than must", async () => {
    await addMirror("old", 400, 9);
    await addMirror("older", 400, 10);
    await addMirror("new", 400, 1);
    await new MirrorStore(folder, 900).trim(now);
    expect(await left()).toEqual(["new.git", "old.git"]);
    await new MirrorStore(folder, 400).trim(now);
    expect(await left()).toEqual(["new.git"]);
  });

  it("stay while a job may be reading them", async () => {
    await addMirror("in-use", 400, 0.01);
    await new MirrorStore(folder, 1).trim(now);
    expect(await left()).toEqual(["in-use.git"]);
  });
});

describe("withLock", () => {
  it("lets one in at a time", async () => {
    const file = path.join(folder, "a.lock");
    let inside = 0;
    let most = 0;
    async function work(): Promise<void> {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    }
    await Promise.all([1, 2, 3, 4].map(() => withLock(file, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes the lock of a process that is gone", async () => {
    const file = path.join(folder, "a.lock");
    await writeFile(file, "somebody");
    const longAgo = new Date(Date.now() - hourMs);
    await utimes(file, longAgo, longAgo);
    expect(await withLock(file, () => Promise.resolve("mine"))).toBe("mine");
  });

  it("stops waiting when it is told to", async () => {
    const file = path.join(folder, "a.lock");
    await writeFile(file, "somebody");
    const stop = new AbortController();
    const waiting = withLock(file, () => Promise.resolve(), stop.signal);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});
