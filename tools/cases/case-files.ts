import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { z } from "zod";

import { kindOf } from "./kinds.ts";

export interface Case {
  readonly id: string;
  readonly given: unknown;
}

/** The cases of one file. */
export interface CaseFile {
  readonly path: string;
  readonly kind: string;
  readonly cases: readonly Case[];
  /** What the cases refer to: everything else in the file, and what its neighbours of the same kind share. */
  readonly shared: unknown;
}

const Cases = z.union([
  z.array(z.unknown()).transform((cases) => ({ cases })),
  z.looseObject({ cases: z.array(z.unknown()) }),
]);
const Named = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  name: z.string().optional(),
});
const SharedSets = z.looseObject({
  sets: z.record(z.string(), z.unknown()).optional(),
  fixtures: z.record(z.string(), z.unknown()).optional(),
});

/** Every file of cases below a folder, by its name, sorted by path. Throws for a file that holds none. */
export function caseFiles(folder: string): readonly CaseFile[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  const read = paths.flatMap((name) => {
    const kind = kindOf(basename(name));
    if (kind === undefined || !name.endsWith(".json")) return [];
    return [{ path: join(folder, name), kind, content: readCases(join(folder, name)) }];
  });
  return read.map(({ path, kind, content }) => {
    const neighbours = read.filter((other) => other.kind === kind).map((other) => other.content);
    const cases = content.cases.map((given, at) => ({ id: idOf(given, at), given }));
    return { path, kind, cases, shared: { ...content, ...sharedOf([...neighbours, content]) } };
  });
}

function readCases(path: string): z.infer<typeof Cases> {
  try {
    return Cases.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${path} is no file of cases: ${reason}`, { cause: error });
  }
}

function idOf(given: unknown, at: number): string {
  const { id, name } = Named.catch({}).parse(given);
  return String(id ?? name ?? `case ${at + 1}`);
}

/** The named inputs of all files together; a file's own come last and win. */
function sharedOf(contents: readonly unknown[]) {
  const all = contents.map((content) => SharedSets.parse(content));
  return {
    sets: Object.assign({}, ...all.map(({ sets }) => sets)) as unknown,
    fixtures: Object.assign({}, ...all.map(({ fixtures }) => fixtures)) as unknown,
  };
}
