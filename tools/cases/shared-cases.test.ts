import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { caseFiles } from "./case-files.ts";
import { runCases } from "./run.ts";

/** Cases that may lie beside the repository. */
const folder = resolve(import.meta.dirname, "../../../shared/cases");
const results = existsSync(folder) ? runCases(caseFiles(folder)) : [];

describe.skipIf(results.length === 0)("the cases beside the repository", () => {
  it.each(results)("$kind $id", ({ verdict }) => {
    expect(verdict).not.toHaveProperty("expected");
  });
});

it.skipIf(results.length > 0)("are not here", () => expect(results).toEqual([]));
