import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { addTallies, tallyPlaywright, tallyVitest } from "./tally.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tally-"));
});

afterEach(() => rm(folder, { recursive: true }));

async function report(content: unknown): Promise<string> {
  const file = join(folder, "report.json");
  await writeFile(file, JSON.stringify(content));
  return file;
}

it.each([
  ["all passed", { numPassedTests: 3, numFailedTests: 0 }, 0, { passed: 3, failed: 0 }],
  ["some failed", { numPassedTests: 2, numFailedTests: 1 }, 1, { passed: 2, failed: 1 }],
  ["a file did not load", { numPassedTests: 2, numFailedTests: 0 }, 1, { passed: 2, failed: 1 }],
  ["no report", {}, 1, { passed: 0, failed: 1 }],
])("counts Vitest's tests: %s", async (_title, content, code, tally) => {
  expect(await tallyVitest(await report(content), code)).toEqual(tally);
});

it("takes a missing report for a failure, even when the run claims success", async () => {
  expect(await tallyVitest(join(folder, "none.json"), 0)).toEqual({ passed: 0, failed: 1 });
});

it("takes an end-to-end test that passed when repeated for one that passed", async () => {
  const file = await report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } });
  expect(await tallyPlaywright(file, 1)).toEqual({ passed: 6, failed: 1 });
});

it("adds up", () => {
  const tallies = [
    { passed: 1, failed: 0 },
    { passed: 2, failed: 3 },
  ];
  expect(addTallies(tallies)).toEqual({ passed: 3, failed: 3 });
});
