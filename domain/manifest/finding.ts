import type { FileTree } from "#domain/kustomize/file-tree.ts";
import type { Resource } from "#domain/kustomize/resource.ts";

import type { CustomWorkloadKind } from "./custom-workload-kind.ts";
import type { ManifestFile, Problem } from "./file.ts";
import { identityOf } from "./kubernetes-object.ts";
import type { ObjectIdentity } from "./kubernetes-object.ts";
import type { Place } from "./yaml-node.ts";

/** A search for workloads under way: what it looks through, and what it has met so far. */
export interface Finding {
  readonly resources: readonly Resource[];
  readonly tree: FileTree;
  readonly kinds: readonly CustomWorkloadKind[];
  /** The resources by their names, sorted out when first asked for. */
  readonly named: () => ReadonlyMap<string, readonly Resource[]>;
  readonly problems: Problem[];
  readonly files: Set<string>;
}

/** A search that has found nothing yet. */
export function startFinding(input: Pick<Finding, "resources" | "tree" | "kinds">): Finding {
  let named: ReadonlyMap<string, readonly Resource[]> | undefined;
  return {
    ...input,
    named: () => (named ??= Map.groupBy(input.resources, ({ tree }) => nameKey(identityOf(tree)))),
    problems: [],
    files: new Set(),
  };
}

/** The parsed file, noted as read; undefined when the repository has no such file. */
export function readFile(finding: Finding, path: string | undefined): ManifestFile | undefined {
  const file = path === undefined ? undefined : finding.tree.manifest(path);
  if (file !== undefined) finding.files.add(file.path);
  return file;
}

/** Notes a problem at the place that caused it. */
export function noteAt(finding: Finding, place: Place, message: string): void {
  finding.problems.push({ file: place.source.file, line: place.line, column: 1, message });
}

/** The build's resources of a group, kind, name and namespace. */
export function resourcesNamed(finding: Finding, wanted: ObjectName): readonly Resource[] {
  return finding.named().get(nameKey(wanted)) ?? [];
}

type ObjectName = Pick<ObjectIdentity, "group" | "kind" | "name" | "namespace">;

function nameKey({ group, kind, name, namespace }: ObjectName): string {
  return [group, kind, namespace || "default", name].join("\n");
}
