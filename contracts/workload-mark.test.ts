import { describe, expect, it } from "vitest";

import { pod, podContainer, workload } from "#test/observed-workload.ts";

import { markText } from "./workload-mark.ts";

const cart = workload({ pods: [pod({ containers: [podContainer({ reason: null })] })] });

/** The same with the names of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([name, each]) => [name, reversed(each)]));
}

describe("what a mark is taken of", () => {
  it("does not depend on the order of names", () => {
    const other = Object.assign(workload(), reversed(cart));
    expect(JSON.stringify(reversed(cart))).not.toBe(JSON.stringify(cart));
    expect(markText({ ...other })).toBe(markText(cart));
  });

  it("does not depend on what is left out", () => {
    expect(markText(Object.assign({ engine: undefined }, cart))).toBe(markText(cart));
  });

  it("is not the same of what differs", () => {
    const [first] = cart.pods;
    const different = [
      { ...cart, uid: "other" },
      { ...cart, generation: cart.generation + 1 },
      { ...cart, engine: null },
      { ...cart, pods: [] },
      { ...cart, pods: first ? [first, first] : [] },
      { ...cart, containers: [...cart.containers, ...cart.containers].toReversed() },
    ];
    const texts = [cart, ...different].map(markText);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
