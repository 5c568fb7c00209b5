import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

const folder = path.resolve(import.meta.dirname, "../api");
const files = globSync("**/route.ts", { cwd: folder }).toSorted();

/** The routes that answer before anyone is signed in, and why they may. */
const open: Readonly<Record<string, string>> = {
  "auth/[...nextauth]/route.ts": "signs people in",
  "health/route.ts": "says only whether the database answers",
};

it("finds the API", () => {
  expect(files.length).toBeGreaterThan(10);
  expect(files).toEqual(expect.arrayContaining(Object.keys(open)));
});

it.each(files.filter((file) => !(file in open)))("%s establishes who calls", (file) => {
  const source = readFileSync(path.join(folder, file), "utf8");
  const exported = [...source.matchAll(/^export (?!const dynamic\b).*$/gm)].map(([line]) => line);
  expect(exported.length).toBeGreaterThan(0);
  for (const line of exported) {
    expect(line).toMatch(/^export const (GET|POST|PUT|PATCH|DELETE) = route\(/);
  }
  expect(source).toMatch(/import \{[^}]*\broute\b[^}]*\} from "#app\/_server\/route\.ts"/);
});
