import { expect, it } from "vitest";

import { findProblemsIn } from "./source-rules.ts";

const parent = "..";

it.each([
  ["an import across folders", `import { a } from "${parent}/a.ts";`, "crosses folders"],
  ["a dynamic import across folders", `await import("${parent}/a.ts")`, "crosses folders"],
  ["a silenced linter", "// oxlint-" + "disable-next-line", "silences a check"],
  ["a silenced compiler", "// @ts-" + "ignore", "silences a check"],
  ["work left behind", "// TO" + "DO later", "leaves work behind"],
  ["a cast to anything", "return value as " + "any;", "casts a type away"],
  ["a named arrow function", "const twice = (n: number) => 2 * n;", "is a named function"],
  ["an exported arrow function", "export const one = async () => 1;", "is a named function"],
  ["a space at the end", "const a = 1; ", "ends with a space"],
])("finds %s", (_title, line, message) => {
  const [problem = ""] = findProblemsIn("domain/plan.ts", `const first = 1;\n${line}\n`);
  expect(problem).toContain(`domain/plan.ts:2 ${message}`);
});

it.each([
  ['import { a } from "./a.ts";'],
  ['import { a } from "#domain/a.ts";'],
  ["  const twice = (n: number) => 2 * n;"],
  ["const doubled = list.map((n) => 2 * n);"],
  ["const tones = [] as const;"],
  ["// the same as anyone would"],
])("lets %s pass", (line) => {
  expect(findProblemsIn("domain/plan.ts", `${line}\n`)).toEqual([]);
});

it("finds a file over 400 lines, and none of exactly 400", () => {
  expect(findProblemsIn("ui/a.tsx", "\n".repeat(400))).toEqual([]);
  expect(findProblemsIn("ui/a.tsx", "\n".repeat(401))).toEqual([
    "ui/a.tsx has more than 400 lines",
  ]);
});

it.each(["domain/utils.ts", "ui/types.ts", "app/helpers.tsx", "ports/index.ts"])(
  "takes %s for a drawer",
  (file) => {
    expect(findProblemsIn(file, "")).toEqual([
      `${file} is a drawer; name a file for the one thing it does`,
    ]);
  },
);
