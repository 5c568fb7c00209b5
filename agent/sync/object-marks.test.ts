import { describe, expect, it } from "vitest";

import { ignoredBy, isKeptFromPruning } from "./object-marks.ts";

describe("annotations that keep the sync off", () => {
  it.each([
    [{ "stagecoach.dev/ignore": "true" }, "stagecoach.dev/ignore"],
    [{ "fluxcd.io/ignore": "true" }, "fluxcd.io/ignore"],
    [{ "flux.weave.works/ignore": "true" }, "flux.weave.works/ignore"],
    [{ "fluxcd.io/ignore": "sync_only" }, null],
    [{ "fluxcd.io/ignore": "false" }, null],
    [{ "fluxcd.io/ignore": "True" }, null],
    [{ "fluxcd.io/ignore": true }, null],
    [{ "fluxcd.io/locked": "true" }, null],
    [{}, null],
    [undefined, null],
  ])("%j is ignored by %s", (annotations, expected) => {
    expect(ignoredBy(annotations)).toBe(expected);
  });

  it.each([
    [{ "stagecoach.dev/prune": "disabled" }, true],
    [{ "stagecoach.dev/prune": "enabled" }, false],
    [{ "stagecoach.dev/prune": "true" }, false],
    [{ "fluxcd.io/ignore": "true" }, true],
    [{ "fluxcd.io/ignore": "sync_only" }, false],
    [undefined, false],
  ])("%j stays when git drops it: %s", (annotations, expected) => {
    expect(isKeptFromPruning(annotations)).toBe(expected);
  });
});
