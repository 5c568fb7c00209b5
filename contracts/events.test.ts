import { describe, expect, it } from "vitest";

import { matrixCell, matrixRow } from "#test/builders/matrix.ts";

import { StreamEvent, resetEvent } from "./events.ts";
import { packRow } from "./matrix-codec.ts";

const release = {
  kind: "release",
  number: 7,
  status: "running",
  commit: null,
  finishedAt: null,
  retryAt: null,
  error: null,
  steps: [],
  items: [],
  events: [],
};

describe("the browser's event stream", () => {
  it("has these kinds and no others: browsers in use know them by these names", () => {
    const kinds = StreamEvent.options.map(({ shape }) => shape.kind.value);
    expect(kinds).toEqual([
      "row",
      "row-gone",
      "matrix",
      "cluster",
      "release",
      "sync",
      "plan",
      "pod-logs",
    ]);
    expect(resetEvent).toBe("reset");
  });

  it.each<{ kind: string; event: object }>([
    {
      kind: "row",
      event: {
        kind: "row",
        key: "shop:deployment/cart",
        update: packRow(matrixRow("cart", [matrixCell("cart:1"), null])),
      },
    },
    { kind: "row-gone", event: { kind: "row-gone", key: "shop:deployment/cart" } },
    { kind: "matrix", event: { kind: "matrix" } },
    { kind: "cluster", event: { kind: "cluster", id: "1", connected: true, stateAt: null } },
    { kind: "release", event: release },
    { kind: "sync", event: { kind: "sync", id: "1" } },
    { kind: "plan", event: { kind: "plan", id: "1", status: "ready" } },
    { kind: "pod-logs", event: { kind: "pod-logs", id: "1" } },
  ])("carries $kind", ({ event }) => {
    expect(StreamEvent.parse(event)).toEqual(event);
  });

  it.each([
    { about: "an unknown kind", event: { kind: "news" } },
    { about: "an unknown step", event: { ...release, steps: [{ name: "approve" }] } },
    { about: "a row without its content", event: { kind: "row", key: "a:b/c" } },
  ])("refuses $about", ({ event }) => {
    expect(StreamEvent.safeParse(event).success).toBe(false);
  });
});
