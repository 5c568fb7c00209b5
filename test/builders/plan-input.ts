import type { WorkloadKey } from "#domain/glossary.ts";
import { canonicalName } from "#domain/image/ref.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";
import { parseClusterMapping, sameNames } from "#domain/promotion/mapping.ts";
import type { ClusterMapping } from "#domain/promotion/mapping.ts";
import type { PlanInput, ResolvedSource, RunningWorkloads } from "#domain/promotion/plan-input.ts";
import { wholeScope } from "#domain/promotion/plan.ts";
import type { PlanScope, Selection } from "#domain/promotion/plan.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";

/** Workload → container → image. */
export type Running = Readonly<Record<WorkloadKey, Readonly<Record<string, string>>>>;

export interface PlanFacts {
  /** Path → text: all files of the config repository. */
  readonly files: Readonly<Record<string, string>>;
  readonly root?: string;
  readonly running?: Running;
  readonly source?: ResolvedSource;
  /** Repository → its tags, oldest first; a repository that is left out was never scanned. */
  readonly images?: Readonly<Record<string, readonly string[]>>;
  readonly sharedFiles?: Readonly<Record<string, readonly string[]>>;
  readonly mapping?: Partial<ClusterMapping>;
  readonly selection?: readonly Selection[];
  readonly scope?: Partial<PlanScope>;
  readonly subject?: string;
}

/** The input of a plan for the cluster prod, made from files as a repository holds them. */
export function planInput(facts: PlanFacts): PlanInput {
  const texts = new Map(Object.entries(facts.files));
  const root = facts.root ?? "apps";
  return {
    target: { name: "prod", path: root, running: runningImages(facts.running ?? {}) },
    source: facts.source ?? { kind: "image-repo" },
    mapping: parseClusterMapping({ ...sameNames, ...facts.mapping }),
    index: indexFiles(facts.files, root),
    texts,
    images: knowledge(facts.images ?? {}),
    sharedFiles: new Map(Object.entries(facts.sharedFiles ?? {})),
    selection: facts.selection ?? null,
    scope: { ...wholeScope, ...facts.scope },
    subject: facts.subject ?? null,
  };
}

/** What a cluster that syncs `root` runs, found in the files. */
export function indexFiles(files: Readonly<Record<string, string>>, root = "apps") {
  const parsed = Object.entries(files).map(
    ([path, text]) => [path, parseManifestFile(path, text)] as const,
  );
  return indexManifests({ files: new Map(parsed), root });
}

/** The images as planning reads them. */
export function runningImages(running: Running): RunningWorkloads {
  return new Map(
    Object.entries(running).map(([key, images]) => [
      asWorkloadKey(key),
      new Map(Object.entries(images)),
    ]),
  );
}

/** Scanned repositories; each tag is a day newer than the one before. */
export function knowledge(images: Readonly<Record<string, readonly string[]>>): ImageKnowledge {
  return new Map(
    Object.entries(images).map(([name, tags]) => [
      canonicalName(name),
      {
        scanned: true,
        error: null,
        tags: tags.map((tag, day) => ({
          tag,
          createdAt: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
        })),
      },
    ]),
  );
}

/** A Deployment in the namespace shop; containers whose name starts with `init-` are init containers. */
export function deployment(
  name: string,
  containers: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>> = {},
): string {
  const entries = Object.entries(containers);
  const init = entries.filter(([container]) => container.startsWith("init-"));
  const main = entries.filter(([container]) => !container.startsWith("init-"));
  const notes = Object.entries(annotations).map(([key, value]) => `    ${key}: "${value}"`);
  return [
    "apiVersion: apps/v1",
    "kind: Deployment",
    "metadata:",
    `  name: ${name}`,
    "  namespace: shop",
    ...(notes.length > 0 ? ["  annotations:", ...notes] : []),
    "spec:",
    "  template:",
    "    spec:",
    ...(init.length > 0 ? ["      initContainers:", ...init.flatMap(containerLines)] : []),
    "      containers:",
    ...main.flatMap(containerLines),
    "",
  ].join("\n");
}

function containerLines([name, image]: readonly [string, string]): readonly string[] {
  return [`        - name: ${name}`, `          image: ${image} # kept`];
}

/** An object's key is typed as text: `Running` lets only workload keys in. */
function asWorkloadKey(key: string): WorkloadKey {
  return key as WorkloadKey;
}
