import { DomainError } from "#domain/error.ts";
import type { CustomWorkloadKind } from "#domain/manifest/custom-workload-kind.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";
import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";
import type { FileChange } from "#domain/promotion/changes.ts";
import { reapplyUpdates } from "#domain/promotion/reapply.ts";
import type { ReleaseItemRow } from "#ports/store/release-rows.ts";
import type { BranchFiles } from "#services/config/manifest-cache.ts";

import type { EndedRelease, PreparedRelease, WaitingRelease } from "./lane-work.ts";

type Carried = { readonly kind: "changed"; readonly prepared: PreparedRelease } | EndedRelease;

interface KnownIndex {
  readonly index: ManifestIndex;
  /** Files that were changed since. */
  readonly changed: Set<string>;
}

/** Carries releases over to a branch's files, one after the other, each on top of those before. */
export class CarryOver {
  readonly #kinds: readonly CustomWorkloadKind[];
  readonly #files: Map<string, ManifestFile>;
  readonly #texts: Map<string, string>;
  readonly #indexes = new Map<string, KnownIndex>();

  constructor({ files, texts }: BranchFiles, kinds: readonly CustomWorkloadKind[]) {
    this.#files = new Map(files);
    this.#texts = new Map(texts);
    this.#kinds = kinds;
  }

  /** The files after all releases so far, as of the commit that the last of them became. */
  filesAt(commit: string): BranchFiles {
    return { commit, files: this.#files, texts: this.#texts };
  }

  add({ release, source, updates }: WaitingRelease): Carried {
    if (!source) return { kind: "failed", release, error: "The target cluster was removed." };
    const result = this.#reapply(updates, source.path);
    switch (result.kind) {
      case "changed":
        this.#change(result.files, updates);
        return { kind: "changed", prepared: { release, source, updates, files: result.files } };
      case "nothing":
        return { kind: "nothing", release };
      case "stale": {
        const error = `plan-stale: ${result.changes.join(" ")} Look at a new plan.`;
        return { kind: "failed", release, error };
      }
      case "refused":
        return { kind: "failed", release, error: result.detail };
    }
  }

  #reapply(
    updates: readonly ReleaseItemRow[],
    root: string,
  ): ReturnType<typeof reapplyUpdates> | { readonly kind: "refused"; readonly detail: string } {
    try {
      const index = this.#indexOf(root, updates);
      return reapplyUpdates({ updates, index, texts: this.#texts });
    } catch (error) {
      if (error instanceof DomainError) return { kind: "refused", detail: error.message };
      throw error;
    }
  }

  /** Indexing all files takes long; what other files say of a workload does not change with a tag elsewhere. */
  #indexOf(root: string, updates: readonly ReleaseItemRow[]): ManifestIndex {
    const known = this.#indexes.get(root);
    if (known && !updates.some(({ workload }) => isTouched(known, workload))) return known.index;
    const index = indexManifests({ files: this.#files, root, kinds: this.#kinds });
    this.#indexes.set(root, { index, changed: new Set() });
    return index;
  }

  #change(files: readonly FileChange[], updates: readonly ReleaseItemRow[]): void {
    for (const { path, after } of files) {
      this.#files.set(path, parseManifestFile(path, after));
      this.#texts.set(path, after);
      for (const { changed } of this.#indexes.values()) changed.add(path);
    }
    if (updates.some(isRenamed)) this.#indexes.clear();
  }
}

function isTouched({ index, changed }: KnownIndex, workload: ReleaseItemRow["workload"]): boolean {
  const found = index.workloads.get(workload);
  if (!found) return changed.size > 0;
  return changed.has(found.file) || found.containers.some(({ site }) => changed.has(site.file));
}

/** Whether the image moves to another repository, by whose name other files may mention it. */
function isRenamed({ from, to }: ReleaseItemRow): boolean {
  if (from === null || to === null) return true;
  return nameOf(from) !== nameOf(to);
}

function nameOf(image: string): string {
  return image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
}
