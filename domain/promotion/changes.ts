import { DomainError } from "#domain/error.ts";
import { diffStat, unifiedDiff } from "#domain/manifest/diff.ts";
import { applyEdits } from "#domain/manifest/edit.ts";

import type { DecidedItem } from "./item.ts";
import type { PlannedEdit } from "./plan.ts";

export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly diff: string;
  readonly added: number;
  readonly removed: number;
}

/**
 * Applies the decided edits to the files' texts. Where a file refuses an edit, that item fails with the
 * reason and the others go on.
 */
export function applyDecisions(
  decided: readonly DecidedItem[],
  texts: ReadonlyMap<string, string>,
): { readonly decided: readonly DecidedItem[]; readonly files: readonly FileChange[] } {
  const files = attempt(() =>
    changedFiles(
      decided.flatMap(({ edits }) => edits),
      texts,
    ),
  );
  return files.ok ? { decided, files: files.value } : applyOneByOne(decided, texts);
}

function applyOneByOne(
  decided: readonly DecidedItem[],
  texts: ReadonlyMap<string, string>,
): { readonly decided: readonly DecidedItem[]; readonly files: readonly FileChange[] } {
  const accepted: PlannedEdit[] = [];
  const result = decided.map((candidate) => {
    if (candidate.edits.length === 0) return candidate;
    const touched = new Set(candidate.edits.map(({ file }) => file));
    const together = [...accepted, ...candidate.edits].filter(({ file }) => touched.has(file));
    const trial = attempt(() => changedFiles(together, texts));
    if (!trial.ok) return failed(candidate, trial.refusal);
    accepted.push(...candidate.edits);
    return candidate;
  });
  return { decided: result, files: changedFiles(accepted, texts) };
}

/** The files that the edits change, by path. Throws what `applyEdits` throws. */
export function changedFiles(
  edits: readonly PlannedEdit[],
  texts: ReadonlyMap<string, string>,
): readonly FileChange[] {
  return [...byFile(edits)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, own]) => {
      const before = texts.get(path) ?? "";
      const after = applyEdits(before, unique(own));
      const diff = unifiedDiff(path, before, after);
      const { added, removed } = diffStat(diff);
      return { path, before, after, diff, added, removed };
    })
    .filter(({ before, after }) => before !== after);
}

function attempt<T>(
  work: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: string } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof DomainError) return { ok: false, refusal: error.message };
    throw error;
  }
}

/** Two containers may be written by one scalar; asking for the same value twice is one edit. */
function unique(edits: readonly PlannedEdit[]): readonly PlannedEdit[] {
  const bySite = new Map<string, PlannedEdit>();
  for (const edit of edits) {
    const site = JSON.stringify([edit.document, edit.path]);
    const known = bySite.get(site);
    if (known && known.to !== edit.to) {
      throw new DomainError(
        "edit-refused",
        `${edit.file} writes ${known.container} and ${edit.container} in one place; they cannot get different versions.`,
        { file: edit.file },
      );
    }
    bySite.set(site, edit);
  }
  return [...bySite.values()];
}

function byFile(edits: readonly PlannedEdit[]): ReadonlyMap<string, readonly PlannedEdit[]> {
  return Map.groupBy(edits, ({ file }) => file);
}

function failed({ item }: DecidedItem, detail: string): DecidedItem {
  return {
    item: { ...item, outcome: "failed", reason: { code: "edit-refused", detail }, flags: [] },
    edits: [],
  };
}
