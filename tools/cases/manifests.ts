import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";
import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";

/** The key that a case writes for a workload. */
export function keyOf(text: string): WorkloadKey {
  const identity = parseWorkloadKey(text);
  if (identity === null) throw new Error(`"${text}" is no workload; the case is not readable`);
  return workloadKey(identity);
}

/** What a cluster that syncs these files whole would run. */
export function indexOf(files: Readonly<Record<string, string>>): ManifestIndex {
  const parsed = Object.entries(files).map(
    ([path, text]) => [path, parseManifestFile(path, text)] as const,
  );
  return indexManifests({ files: new Map(parsed), root: "" });
}

/** The containers of a workload in a case's words, by name; none when the workload is not there. */
export function containersOf(
  files: Readonly<Record<string, string>>,
  workload: string,
): readonly { readonly name: string; readonly image: string }[] {
  const found = indexOf(files).workloads.get(keyOf(workload))?.containers ?? [];
  return byName(found.map(({ name, image }) => ({ name, image })));
}

/** Containers in the order of their names: the order in a file says nothing. */
export function byName<Named extends { readonly name: string }>(
  containers: readonly Named[],
): readonly Named[] {
  return containers.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
