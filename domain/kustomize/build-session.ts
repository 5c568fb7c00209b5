import type { ManifestFile, Problem } from "#domain/manifest/file.ts";
import type { Place } from "#domain/manifest/yaml-node.ts";

import type { FileTree } from "./file-tree.ts";

/** One build under way: what it reads from, and what it has met so far. */
export interface BuildSession {
  readonly tree: FileTree;
  readonly files: Set<string>;
  readonly problems: Map<string, Problem>;
  /** How much more may be done; a few small files can ask for any amount. */
  readonly budget: { left: number };
}

const wholeBudget = 1_000_000;

/** What each kind of work takes from the budget: about its share of time. */
export const costs = { folder: 50, object: 5 } as const;

/** A build that has read nothing yet. */
export function startSession(tree: FileTree): BuildSession {
  return { tree, files: new Set(), problems: new Map(), budget: { left: wholeBudget } };
}

/** Takes from what the build may still do; false, and a problem of the file or folder, when nothing is left. */
export function spend(session: BuildSession, cost: number, path: string): boolean {
  session.budget.left -= cost;
  if (session.budget.left > 0) return true;
  notePathProblem(session, path, "The build is too large here; the rest was left out.");
  return false;
}

/** The parsed file, noted as read together with its problems; undefined when the repository has no such file. */
export function readManifest(session: BuildSession, path: string): ManifestFile | undefined {
  const file = session.tree.manifest(path);
  if (file === undefined) return undefined;
  if (!session.files.has(path)) for (const problem of file.problems) note(session, problem);
  session.files.add(path);
  return file;
}

/** Notes a problem of a file or folder as a whole. */
export function notePathProblem(session: BuildSession, file: string, message: string): void {
  note(session, { file, line: 1, column: 1, message });
}

/** Notes what could not be read of YAML that stands inside a file. */
export function noteEmbeddedProblems(session: BuildSession, embedded: ManifestFile): void {
  for (const problem of embedded.problems) note(session, problem);
}

/** Notes a problem at the place in a file that caused it. */
export function noteProblem(session: BuildSession, place: Place, message: string): void {
  note(session, { file: place.source.file, line: place.line, column: 1, message });
}

function note(session: BuildSession, problem: Problem): void {
  const key = [problem.file, problem.line, problem.column, problem.message].join("\n");
  session.problems.set(key, problem);
}
