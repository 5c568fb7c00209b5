import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { foldersOf, isSameBranch } from "./engine-folders.ts";
import { engineGroups } from "./engine-groups.ts";
import type { EngineGroup } from "./engine-groups.ts";
import { productOf } from "./engine-product.ts";
import type { EngineProduct } from "./engine-product.ts";
import { commonFolder, isWithin } from "./source-folder.ts";

/** A folder of a repository that engines of a cluster deploy from. */
export interface FoundSource {
  /** Without credentials, as most of the engines write it. */
  readonly url: string;
  /** Null where they follow a tag, a commit, or whatever the host calls its default. */
  readonly branch: string | null;
  /** The root is empty. */
  readonly path: string;
  readonly products: readonly EngineProduct[];
  /** How many workloads are deployed from the folder and those in it. */
  readonly workloads: number;
  readonly engines: readonly EngineGroup["engine"][];
}

interface Branch {
  readonly url: string;
  readonly branch: string | null;
  readonly groups: readonly PlacedGroup[];
}

interface PlacedGroup extends EngineGroup {
  /** Every folder that has what the engine deploys, its own first. */
  readonly folders: readonly string[];
}

/**
 * Where in git the engines of a cluster deploy its workloads from, most workloads first, and of those with as many the
 * one that leads to others. Folders beside one another that nothing leads to are offered together as well, as the
 * folder that they are in, unless that is the root or they all end in the same name: `apps/prod` and `infra/prod`
 * share a folder with other environments.
 */
export function foundSources(workloads: readonly ObservedWorkload[]): readonly FoundSource[] {
  return branchesOf(engineGroups(workloads))
    .flatMap(sourcesOf)
    .toSorted((a, b) => b.workloads - a.workloads);
}

/** The groups by repository and branch, each under the address that the first and largest of its groups writes. */
function branchesOf(groups: readonly EngineGroup[]): readonly Branch[] {
  const branches: (Branch & { readonly groups: PlacedGroup[] })[] = [];
  for (const group of groups) {
    const { source } = group.engine;
    if (source === null) continue;
    const placed = { ...group, folders: foldersOf(group.engine) };
    const known = branches.find((branch) => isSameBranch(branch, source));
    if (known) known.groups.push(placed);
    else branches.push({ url: source.url, branch: source.branch, groups: [placed] });
  }
  return branches;
}

/** From the root of a chain downwards, and the deeper of others first. */
function sourcesOf(branch: Branch): readonly FoundSource[] {
  const { groups } = branch;
  const named = [...new Set(groups.flatMap(({ folders }) => folders))];
  const sources = named
    .toSorted(
      (a, b) => rank(groups, b) - rank(groups, a) || depth(b) - depth(a) || (a < b ? -1 : 1),
    )
    .map((path) => foundSource(branch, path));
  const together = commonFolder(groups.flatMap(({ folders }) => folders.slice(0, 1)));
  const tails = new Set(groups.map(({ folders }) => folders[0]?.split("/").at(-1)));
  const isWhole = sources.some(({ engines }) => engines.length === groups.length);
  if (isWhole || together === "" || tails.size === 1) return sources;
  return [foundSource(branch, together), ...sources];
}

/** How far up a chain the folder is at most. */
function rank(groups: readonly PlacedGroup[], folder: string): number {
  return Math.max(...groups.map(({ folders }) => folders.indexOf(folder)));
}

function depth(folder: string): number {
  return folder.split("/").length;
}

function foundSource({ url, branch, groups }: Branch, path: string): FoundSource {
  const within = groups.filter(({ folders }) => folders.some((folder) => isWithin(folder, path)));
  return {
    url,
    branch,
    path,
    products: [...new Set(within.map(({ engine }) => productOf(engine)))].toSorted(),
    workloads: within.reduce((sum, { workloads }) => sum + workloads.length, 0),
    engines: within.map(({ engine }) => engine),
  };
}
