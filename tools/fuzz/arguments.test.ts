import { expect, it } from "vitest";

import { fuzzArguments } from "./arguments.ts";

const known = {
  names: ["edit", "new"],
  progressOf: (name: string) => (name === "edit" ? { seed: 4, next: 700, until: 1000 } : null),
};

it.each([
  [["edit"], { seed: 1, next: 0, until: 100_000 }],
  [["edit", "--runs", "5", "--seed", "2"], { seed: 2, next: 0, until: 5 }],
  [["edit", "--from", "7", "--runs", "1"], { seed: 1, next: 7, until: 8 }],
  [["edit", "--resume"], { seed: 4, next: 700, until: 1000 }],
  [["edit", "--resume", "--runs", "5"], { seed: 4, next: 700, until: 705 }],
])("understands %j", (args, work) => {
  expect(fuzzArguments(args, known)).toEqual({ name: "edit", work });
});

it.each([
  [[], /no target ""/],
  [["other"], /no target "other"/],
  [["edit", "--what"], /--what/],
  [["edit", "--runs", "many"], /whole/],
  [["edit", "--from", "-1"], /whole|argument/],
  [["edit", "--runs", "5000000000"], /2\^32/],
  [["new", "--resume"], /nothing of "new"/],
])("refuses %j", (args, reason) => {
  expect(fuzzArguments(args, known)).toMatch(reason);
});
