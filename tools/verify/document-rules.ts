import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { z } from "zod";

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const link = /\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g;
const script = /\bnpm run ([\w:-]+)/g;

/** Links of documents that lead nowhere, and commands they name that do not exist. */
export async function findDocumentProblems(files: readonly string[]): Promise<readonly string[]> {
  const scripts = await scriptNames();
  const documents = files.filter((file) => file.endsWith(".md") && !file.includes("/cases/"));
  const problems = await Promise.all(
    documents.map(async (file) => {
      const text = await readFile(file, "utf8");
      return [...deadLinks(file, text), ...unknownScripts({ file, text, scripts })];
    }),
  );
  return problems.flat();
}

function deadLinks(file: string, text: string): readonly string[] {
  return [...text.matchAll(link)]
    .map(([, target = ""]) => target)
    .filter((target) => !existsSync(join(dirname(file), decodeURIComponent(target))))
    .map((target) => `${file} links to ${target}, which is not there`);
}

function unknownScripts({
  file,
  text,
  scripts,
}: {
  readonly file: string;
  readonly text: string;
  readonly scripts: ReadonlySet<string>;
}): readonly string[] {
  return [...text.matchAll(script)]
    .map(([, name = ""]) => name)
    .filter((name) => !scripts.has(name))
    .map((name) => `${file} names "npm run ${name}", which package.json does not have`);
}

async function scriptNames(): Promise<ReadonlySet<string>> {
  const { scripts } = manifest.parse(JSON.parse(await readFile("package.json", "utf8")));
  return new Set(Object.keys(scripts));
}
