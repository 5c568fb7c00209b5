import { join } from "node:path";

import { expect, it } from "vitest";

import { caseFiles } from "./case-files.ts";
import { runCases } from "./run.ts";

const results = runCases(caseFiles(join(import.meta.dirname, "examples")));

it.each(results)("$kind: $id", ({ verdict }) => {
  expect(verdict).not.toHaveProperty("expected");
});
