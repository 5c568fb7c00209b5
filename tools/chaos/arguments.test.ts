import { expect, it } from "vitest";

import { chaosArguments } from "./arguments.ts";

const usual = { changes: 100_000, seed: 1, kubernetes: "simulated", json: false };

it.each([
  [["stream"], usual],
  [
    ["stream", "--changes", "500", "--seed", "9", "--json"],
    { ...usual, changes: 500, seed: 9, json: true },
  ],
  [["stream", "--kubernetes", "real"], { ...usual, changes: 5_000, kubernetes: "real" }],
  [[], 'there is no ""'],
  [["soak"], 'there is no "soak"'],
  [["stream", "--changes", "many"], "numbers have to be whole and above 0"],
  [["stream", "--seed", "0"], "numbers have to be whole and above 0"],
  [["stream", "--kubernetes", "kind"], '--kubernetes wants "simulated" or "real", not "kind"'],
])("reads %j", (args, expected) => {
  expect(chaosArguments(args)).toEqual(expected);
});

it("says what it does not know", () => {
  expect(chaosArguments(["stream", "--rounds", "3"])).toContain("--rounds");
});
