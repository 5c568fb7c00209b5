import type { WorkloadKey } from "#domain/glossary.ts";
import type { FoundWorkload } from "#domain/manifest/found-workload.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";

import { Refusal } from "./exit.ts";
import { openManifestSet } from "./manifest-set.ts";
import type { ManifestSet } from "./manifest-set.ts";
import type { Terminal } from "./terminal.ts";

/** A workload as one of the named files or folders defines it. */
export interface Definition {
  readonly set: ManifestSet;
  readonly found: FoundWorkload;
}

/**
 * Where the paths define the workload. Throws `Refusal` when none of them does, and when one of them does so in more
 * than one place.
 */
export async function definitionsOf(input: {
  readonly paths: readonly string[];
  readonly workload: WorkloadKey;
  readonly terminal: Terminal;
}): Promise<readonly Definition[]> {
  const { paths, workload, terminal } = input;
  const definitions: Definition[] = [];
  const reasons: string[] = [];
  for (const path of paths) {
    const set = await openManifestSet(path, terminal);
    const index = indexManifests(set);
    const found = index.workloads.get(workload);
    const rivals = index.ambiguous.get(workload);
    if (rivals !== undefined) throw ambiguous(workload, set, rivals);
    if (found !== undefined) definitions.push({ set, found });
    else reasons.push(...index.problems.map(describeProblem));
  }
  if (definitions.length > 0) return definitions;
  const places = paths.map((path) => (path === "-" ? "standard input" : path)).join(", ");
  const details = reasons.slice(0, 5).map((reason) => `\n  ${reason}`);
  throw new Refusal(
    `${workload} is not defined in ${places}. Check the name (stagecoach images lists what is there).${details.join("")}`,
  );
}

function describeProblem(problem: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;
}

function ambiguous(
  workload: WorkloadKey,
  set: ManifestSet,
  places: readonly { readonly file: string; readonly line: number }[],
): Refusal {
  const list = places.map(({ file, line }) => `${set.pathOf(file) ?? file}, line ${line}`);
  return new Refusal(
    `${workload} is defined in more than one place: ${list.join("; ")}. Name one file, or the folder of one cluster.`,
  );
}
