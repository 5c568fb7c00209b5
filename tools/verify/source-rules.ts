import { readFile } from "node:fs/promises";

const maxLines = 400;
const sources = /\.(tsx?|mjs|css|prisma|sql)$/;

interface Rule {
  readonly pattern: RegExp;
  readonly message: string;
  /** Files in which the pattern is meant to occur. */
  readonly except?: RegExp;
}

/** What neither the linter nor the compiler says, or says only for TypeScript. */
const rules: readonly Rule[] = [
  {
    pattern: /(?:from|import\()\s*["']\.\.\//,
    message: "crosses folders by ../; write #folder/file.ts",
  },
  {
    pattern: /(?:oxlint|eslint)-disable|@ts-(?:ignore|expect-error|nocheck)/,
    message: "silences a check; change the code or the rule instead",
    except: /^tools\/verify\/|^oxlint\.config\.ts$/,
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    message: "leaves work behind; do it or leave it out",
    except: /^tools\/verify\/|^oxlint\.config\.ts$/,
  },
  {
    pattern: /\bas (?:any|never)\b/,
    message: "casts a type away; parse, or narrow in a named function",
    except: /^tools\/verify\//,
  },
  {
    pattern: /^(?:export )?const \w+ = (?:async )?(?:\([^)]*\)[^=]*|\w+) =>/,
    message: "is a named function; declare it with `function`",
  },
  { pattern: /[ \t]+$/, message: "ends with a space" },
];

/** Written by Prisma, or in the one file Prisma reads. */
const generated = /^prisma\//;

const drawers = /(?:^|\/)(?:utils?|helpers?|misc|common|types|index)\.(?:tsx?|mjs)$/;

/** Findings of the house rules, one line each: `file:line message`. */
export async function findSourceProblems(files: readonly string[]): Promise<readonly string[]> {
  const problems = await Promise.all(
    files
      .filter((file) => sources.test(file))
      .map(async (file) => findProblemsIn(file, await readFile(file, "utf8"))),
  );
  return problems.flat();
}

/** Findings in one file, given its text. */
export function findProblemsIn(file: string, text: string): readonly string[] {
  const lines = text.split("\n");
  const applicable = rules.filter((rule) => !rule.except?.test(file));
  const found = lines.flatMap((line, index) =>
    applicable
      .filter((rule) => rule.pattern.test(line))
      .map((rule) => `${file}:${index + 1} ${rule.message}`),
  );
  if (drawers.test(file)) found.push(`${file} is a drawer; name a file for the one thing it does`);
  if (lines.length - 1 > maxLines && !generated.test(file))
    found.push(`${file} has more than ${maxLines} lines`);
  return found;
}
