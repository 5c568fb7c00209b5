import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { z } from "zod";

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const link = /\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g;
const script = /\bnpm run ([\w:-]+)/g;

/** The schemas of what a server process reads from its environment. */
const configurations = /^(?:app\/_server|workers|workers\/gateway)\/config\.ts$/;
/** Set by the demo only. */
const demoOnly = ["SANDBOX_CONTROL_URL"];

/** Links that lead nowhere, commands that do not exist, settings that nobody explains. */
export async function findDocumentProblems(files: readonly string[]): Promise<readonly string[]> {
  const scripts = await scriptNames();
  const documents = files.filter((file) => file.endsWith(".md") && !file.includes("/cases/"));
  const problems = await Promise.all(
    documents.map(async (file) => {
      const text = await readFile(file, "utf8");
      return [...deadLinks(file, text), ...unknownScripts({ file, text, scripts })];
    }),
  );
  return [...problems.flat(), ...(await unexplainedSettings(files))];
}

async function unexplainedSettings(files: readonly string[]): Promise<readonly string[]> {
  const example = await readFile(".env.example", "utf8");
  const problems = await Promise.all(
    files
      .filter((file) => configurations.test(file))
      .map(async (file) =>
        undocumentedVariables({ schema: await readFile(file, "utf8"), example })
          .filter((name) => !demoOnly.includes(name))
          .map((name) => `${file} reads ${name}, which .env.example does not explain`),
      ),
  );
  return problems.flat();
}

/** The variables of a configuration's schema that have no line in the example. */
export function undocumentedVariables({
  schema,
  example,
}: {
  readonly schema: string;
  readonly example: string;
}): readonly string[] {
  const explained = new Set([...example.matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name));
  return [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]+): \w/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => !explained.has(name));
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
