import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecoach-cases-"));
  writeFileSync(join(folder, "image-ref-cases.json"), JSON.stringify([{ input: "a:1", tag: "1" }]));
  const wrong = { pattern: "a", tag: "b", match: true };
  writeFileSync(join(folder, "tag-pattern-cases.json"), JSON.stringify([wrong]));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  [["."], 1, "1 passed, 1 failed"],
  [[".", "image-ref"], 0, "1 passed, 0 failed"],
  [[".", "health"], 2, undefined],
  [[".", "weather"], 2, undefined],
  [[], 2, undefined],
])("%j exits with %i", (args, code, last) => {
  const main = join(import.meta.dirname, "main.ts");
  const env = { ...process.env, INIT_CWD: folder };
  const { status, stdout } = spawnSync(process.execPath, [main, ...args], {
    env,
    encoding: "utf8",
  });
  expect(stdout.trimEnd().split("\n").at(-1) || undefined).toBe(last);
  expect(status).toBe(code);
});
