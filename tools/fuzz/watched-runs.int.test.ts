import { expect, it } from "vitest";

import { watchedRuns } from "./watched-runs.ts";
import type { FuzzOutcome } from "./watched-runs.ts";

const script = new URL("./broken-worker.ts", import.meta.url);

function watch(name: string, work: { from: number; runs: number }): Promise<FuzzOutcome> {
  const signal = new AbortController().signal;
  return watchedRuns({ name, seed: 1, ...work, script, signal, onProgress: () => undefined });
}

it("says that all runs held", async () => {
  expect(await watch("holds", { from: 5, runs: 1000 })).toEqual({ kind: "held" });
});

it("finds the first run that throws, and the same one when it is run alone", async () => {
  const first = await watch("throws", { from: 0, runs: 1000 });
  if (first.kind !== "failed") throw new Error("it held");
  expect(first.reason).toContain("above 0.9");
  expect(await watch("throws", { from: 0, runs: first.run })).toEqual({ kind: "held" });
  const again = await watch("throws", { from: first.run, runs: 1 });
  expect(again).toMatchObject({ kind: "failed", run: first.run });
});

it.each([
  ["hangs", /more than 2 s/],
  ["hoards", /memory|more than 2 s/],
])("finds a run that %s", async (name, reason) => {
  const outcome = await watch(name, { from: 7, runs: 10 });
  expect(outcome).toMatchObject({ kind: "failed", run: 7 });
  expect(outcome.kind === "failed" && outcome.reason).toMatch(reason);
});

it("stops when asked to", async () => {
  const stop = new AbortController();
  const outcome = watchedRuns({
    name: "hangs",
    seed: 1,
    from: 3,
    runs: 1,
    script,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(await outcome).toEqual({ kind: "stopped", run: 3 });
});
