import { describe, expect, it } from "vitest";

import { type SelectionAction, emptySelection, reduceSelection } from "./selection.ts";

const order = ["a", "b", "c", "d", "e"];

function after(...actions: readonly SelectionAction[]): string {
  const { keys } = actions.reduce(reduceSelection, emptySelection);
  return [...keys].toSorted().join("");
}

describe("toggle", () => {
  it("selects and lets go", () => {
    expect(after({ type: "toggle", key: "b" })).toBe("b");
    expect(after({ type: "toggle", key: "b" }, { type: "toggle", key: "b" })).toBe("");
  });
});

describe("range", () => {
  it.each([
    { name: "downwards", anchor: "b", key: "d", selected: "bcd" },
    { name: "upwards", anchor: "d", key: "a", selected: "abcd" },
    { name: "of one", anchor: "c", key: "c", selected: "c" },
    { name: "from a row that is no longer shown", anchor: "z", key: "c", selected: "cz" },
  ])("$name", ({ anchor, key, selected }) => {
    expect(after({ type: "toggle", key: anchor }, { type: "range", key, order })).toBe(selected);
  });

  it("keeps its anchor, so that the next range starts there too", () => {
    const range = (key: string) => ({ type: "range", key, order }) as const;
    expect(after({ type: "toggle", key: "b" }, range("d"), range("a"))).toBe("abcd");
  });

  it("without an anchor is the row alone", () => {
    expect(after({ type: "range", key: "c", order })).toBe("c");
  });
});

it("set replaces, clear empties", () => {
  const both = { type: "set", keys: ["d", "e"] } as const;
  expect(after({ type: "toggle", key: "a" }, both)).toBe("de");
  expect(after(both, { type: "clear" })).toBe("");
});
