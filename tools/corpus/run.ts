import { relative } from "node:path";

import { readText } from "#cli/read-text.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";

import { retagAll } from "./retag.ts";
import { startTally } from "./tally.ts";
import type { Tally } from "./tally.ts";
import { yamlPaths } from "./yaml-paths.ts";

interface Counts {
  files: number;
  unreadable: number;
  images: number;
  exact: number;
  refused: number;
  inexact: number;
}

/**
 * Sets every image in every YAML file below a folder to another tag, in memory, and prints what came of it. The exit
 * code is 1 when an image was changed otherwise than exactly.
 */
export function runCorpus(folder: string, print: (line: string) => void): number {
  const counts: Counts = { files: 0, unreadable: 0, images: 0, exact: 0, refused: 0, inexact: 0 };
  const refusals = startTally();
  const problems = startTally();
  for (const path of yamlPaths(folder)) {
    const name = relative(folder, path);
    counts.files += 1;
    const { text, isWhole } = read({ path, name, problems });
    if (!isWhole) counts.unreadable += 1;
    if (text !== null) retagFile({ name, text, counts, refusals, print });
  }
  print(`files             ${counts.files}`);
  print(`  not read whole  ${counts.unreadable}`);
  problems.lines().forEach(print);
  print(`images            ${counts.images}`);
  print(`  changed exactly ${counts.exact}`);
  print(`  refused         ${counts.refused}`);
  refusals.lines().forEach(print);
  print(`  changed inexactly ${counts.inexact}`);
  return counts.inexact > 0 ? 1 : 0;
}

/** The file's text, null when it is none; what cannot be read of it is noted. */
function read(input: { readonly path: string; readonly name: string; readonly problems: Tally }): {
  readonly text: string | null;
  readonly isWhole: boolean;
} {
  const { path, name, problems } = input;
  try {
    const text = readText(path);
    const [problem] = parseManifestFile(name, text).problems;
    if (problem === undefined) return { text, isWhole: true };
    problems.add(problem.message, `${name}:${problem.line}:${problem.column}`);
    return { text, isWhole: false };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.add(reason.replace(path, "The file"), name);
    return { text: null, isWhole: false };
  }
}

function retagFile(input: {
  readonly name: string;
  readonly text: string;
  readonly counts: Counts;
  readonly refusals: Tally;
  readonly print: (line: string) => void;
}): void {
  const { name, text, counts, refusals, print } = input;
  for (const { image, outcome } of retagAll(name, text)) {
    const place = `${name}:${image.site.line}`;
    counts.images += 1;
    counts[outcome.is] += 1;
    if (outcome.is === "refused") refusals.add(outcome.reason, place);
    if (outcome.is === "inexact") print(`INEXACT ${place} ${image.image}: ${outcome.reason}`);
  }
}
