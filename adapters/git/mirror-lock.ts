import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { DomainError } from "#domain/error.ts";

const beatMs = 2_000;
/** A lock that nobody touched for so long belonged to a process that is gone. */
const staleMs = 15_000;
const pauseMs = 25;
const longestWaitMs = 5 * 60_000;

/**
 * Does `work` while no other process that asks for the same lock file does. A process that dies leaves a lock that goes
 * stale. Throws "unavailable" when others hold it for minutes.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const owner = randomUUID();
  await take(file, owner, signal);
  const beating = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, beatMs);
  beating.unref();
  try {
    return await work();
  } finally {
    clearInterval(beating);
    await release(file, owner);
  }
}

async function take(file: string, owner: string, signal: AbortSignal | undefined): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const deadline = Date.now() + longestWaitMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await create(file, owner)) return;
    await breakStale(file, owner);
    if (Date.now() > deadline) {
      throw new DomainError("unavailable", "Another worker holds this repository's mirror.");
    }
    await sleep(pauseMs);
  }
}

function create(file: string, owner: string): Promise<boolean> {
  return writeFile(file, owner, { flag: "wx" }).then(
    () => true,
    () => false,
  );
}

/** Renaming is done by one process alone, so a lock is broken once. */
async function breakStale(file: string, owner: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null || Date.now() - found.mtimeMs < staleMs) return;
  const broken = `${file}.${owner}`;
  await rename(file, broken).catch(() => undefined);
  await rm(broken, { force: true });
}

async function release(file: string, owner: string): Promise<void> {
  const holder = await readFile(file, "utf8").catch(() => null);
  if (holder === owner) await rm(file, { force: true });
}
