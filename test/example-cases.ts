import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { z } from "zod";

const folder = resolve(import.meta.dirname, "../../shared/cases");

/**
 * The cases of one file of the example set that may lie beside the repository, each validated by `schema`;
 * none when the set is absent. A case of another shape fails the test that reads it.
 */
export function exampleCases<Case>(file: string, schema: z.ZodType<Case>): readonly Case[] {
  return z.object({ cases: z.array(schema) }).parse(read(file, { cases: [] })).cases;
}

function read(file: string, absent: unknown): unknown {
  const path = resolve(folder, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : absent;
}
