import { expect, it } from "vitest";

import { gridLines } from "./grid-lines.ts";

it("puts a heading with its count before each namespace", () => {
  const rows = ["data:a/x", "shop:a/y", "shop:a/z"].map((key) => ({
    key,
    namespace: key.split(":")[0] ?? "",
  }));
  const lines = gridLines(rows).map((line) =>
    line.kind === "group" ? `${line.namespace} ${line.count}` : `${line.index} ${line.key}`,
  );
  expect(lines).toEqual(["data 1", "0 data:a/x", "shop 2", "1 shop:a/y", "2 shop:a/z"]);
});

it("of nothing is nothing", () => {
  expect(gridLines([])).toEqual([]);
});
