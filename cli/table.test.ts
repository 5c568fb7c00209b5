import { expect, it } from "vitest";

import { paintFor } from "./paint.ts";
import { table } from "./table.ts";

it("aligns columns by characters and pads no line's end", () => {
  const paint = paintFor({ isTerminal: false, env: {} });
  const rows = [
    ["–", "a"],
    ["12", "", "c"],
  ];
  expect(table(["#", "TAG", "WHY NOT"], rows, paint)).toBe("#   TAG  WHY NOT\n–   a\n12       c\n");
});
