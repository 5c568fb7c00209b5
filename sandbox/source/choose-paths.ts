import { renderPath } from "#domain/kustomize/render.ts";

import type { ClusterSource } from "./cluster-source.ts";
import { workloadKeys } from "./workload-keys.ts";

type Environment = ClusterSource["environment"];
type Files = ReadonlyMap<string, string>;

export interface EnvironmentPath {
  readonly environment: Environment;
  readonly branch: string;
  readonly path: string;
}

export interface Layout {
  readonly branches: readonly string[];
  readonly paths: readonly EnvironmentPath[];
}

const environments: readonly Environment[] = ["dev", "stage", "prod"];

const folderNames: ReadonlyMap<string, Environment> = new Map([
  ["dev", "dev"],
  ["development", "dev"],
  ["stage", "stage"],
  ["staging", "stage"],
  ["prod", "prod"],
  ["production", "prod"],
]);

/**
 * Decides how clusters use a repository of any form: sibling folders named for environments where there are any with
 * workloads, else the same folder on a branch per environment.
 */
export function chooseLayout(files: Files): Layout {
  const siblings = chooseSiblings(files);
  if (siblings.length > 0) return { branches: ["main"], paths: siblings };
  const path = chooseFolder(files);
  return {
    branches: environments,
    paths: environments.map((environment) => ({ environment, branch: environment, path })),
  };
}

/** Of all groups of sibling folders the one that holds most workloads. */
function chooseSiblings(files: Files): readonly EnvironmentPath[] {
  const named = foldersOf(files).flatMap((path) => {
    const environment = folderNames.get(path.slice(path.lastIndexOf("/") + 1).toLowerCase());
    return environment === undefined ? [] : [{ environment, branch: "main", path }];
  });
  const groups = Map.groupBy(named, ({ path }) => path.slice(0, path.lastIndexOf("/") + 1));
  const candidates = [...groups.values()].map((members) => {
    const filled = members
      .map((member) => ({ member, workloads: countOnce(files, member.path) ?? 0 }))
      .filter(({ workloads }) => workloads > 0);
    return {
      members: filled.map(({ member }) => member).sort(byEnvironment),
      workloads: filled.reduce((sum, { workloads }) => sum + workloads, 0),
    };
  });
  return candidates.sort((a, b) => b.workloads - a.workloads)[0]?.members ?? [];
}

/** The deepest folder that defines most workloads, each once; the whole repository when there is none. */
function chooseFolder(files: Files): string {
  let best = { path: "", workloads: 0 };
  for (const path of foldersOf(files)) {
    const workloads = countOnce(files, path) ?? 0;
    const deeper = path.split("/").length > best.path.split("/").length;
    if (workloads > best.workloads || (workloads === best.workloads && workloads > 0 && deeper)) {
      best = { path, workloads };
    }
  }
  return best.path;
}

/** How many workloads a folder defines; undefined when it defines one of them twice. */
function countOnce(files: Files, path: string): number | undefined {
  const keys = workloadKeys(renderPath({ files, root: path }).objects);
  return new Set(keys).size === keys.length ? keys.length : undefined;
}

/** Every folder with a YAML file somewhere below it; the root is the empty path. */
function foldersOf(files: Files): readonly string[] {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    if (!/\.ya?ml$/.test(path)) continue;
    const parts = path.split("/").slice(0, -1);
    for (let depth = 0; depth <= parts.length; depth++)
      folders.add(parts.slice(0, depth).join("/"));
  }
  return [...folders].sort();
}

function byEnvironment(a: EnvironmentPath, b: EnvironmentPath): number {
  return environments.indexOf(a.environment) - environments.indexOf(b.environment);
}
