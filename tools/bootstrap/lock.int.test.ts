import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { lockHolder, tryLock } from "./lock.mjs";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "lock");
});

afterEach(() => rm(folder, { recursive: true }));

/** A process that takes the lock, says whether it has it, and waits to be killed. */
async function contender() {
  const script = `
    const { tryLock } = await import("#tools/bootstrap/lock.mjs");
    process.stdout.write(tryLock(${JSON.stringify(path)}) ? "got it" : "refused");
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [answer] = await once(child.stdout, "data");
  return {
    answer: String(answer),
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

it("is held by one process and given back", async () => {
  const release = tryLock(path);
  expect(lockHolder(path)).toMatch(new RegExp(`^${process.pid} `));
  const other = await contender();
  expect(other.answer).toBe("refused");
  await other.kill();
  release?.();
  expect(existsSync(path)).toBe(false);
});

it("is taken over from a process that was killed", async () => {
  const other = await contender();
  expect(other.answer).toBe("got it");
  expect(tryLock(path)).toBeNull();
  await other.kill();
  expect(tryLock(path)).not.toBeNull();
});

it("is not mistaken for held when another process has the id by now", async () => {
  await writeFile(path, `${process.pid} 1`);
  expect(lockHolder(path)).toBeNull();
  expect(tryLock(path)).not.toBeNull();
});

it("is got by exactly one of many that find it abandoned", async () => {
  await writeFile(path, "1 1");
  const contenders = await Promise.all(Array.from({ length: 4 }, contender));
  expect(contenders.filter(({ answer }) => answer === "got it")).toHaveLength(1);
  await Promise.all(contenders.map(({ kill }) => kill()));
});

it("leaves no draft behind", async () => {
  tryLock(path)?.();
  const release = tryLock(path);
  expect(await readFile(path, "utf8")).toMatch(/^\d+ .+/);
  release?.();
  expect(existsSync(`${path}.${process.pid}`)).toBe(false);
});
