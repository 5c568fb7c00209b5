import { isSameRepository } from "#domain/git/same-repository.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { engineGroups, engineId } from "./engine-groups.ts";
import type { EngineGroup } from "./engine-groups.ts";
import { productOf } from "./engine-product.ts";
import type { EngineProduct } from "./engine-product.ts";
import { commonFolder, isWithin, sourceFolder } from "./source-folder.ts";

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
  readonly path: string;
}

/**
 * Where in git the engines of a cluster deploy its workloads from, most workloads first. Folders beside one another
 * are offered together as well, as the folder that they are in, unless that is the root or they all end in the same
 * name: `apps/prod` and `infra/prod` share a folder with other environments.
 */
export function foundSources(workloads: readonly ObservedWorkload[]): readonly FoundSource[] {
  return branchesOf(engineGroups(workloads))
    .flatMap((branch) => foldersOf(branch).map((path) => foundSource(branch, path)))
    .toSorted(
      (a, b) =>
        b.workloads - a.workloads ||
        b.path.split("/").length - a.path.split("/").length ||
        (a.path < b.path ? -1 : 1),
    );
}

/** The groups by repository and branch, each under the address that the first and largest of its groups writes. */
function branchesOf(groups: readonly EngineGroup[]): readonly Branch[] {
  const branches: {
    readonly url: string;
    readonly branch: string | null;
    groups: PlacedGroup[];
  }[] = [];
  for (const group of groups) {
    const { source } = group.engine;
    if (source === null) continue;
    const placed = { ...group, path: sourceFolder(source.path) };
    const known = branches.find(
      ({ url, branch }) => branch === source.branch && isSameAddress(url, source.url),
    );
    if (known === undefined)
      branches.push({ url: source.url, branch: source.branch, groups: [placed] });
    else known.groups.push(placed);
  }
  return branches;
}

function isSameAddress(one: string, other: string): boolean {
  return one === other || isSameRepository(one, other);
}

function foldersOf({ groups }: Branch): readonly string[] {
  const folders = [...new Set(groups.map(({ path }) => path))];
  const together = commonFolder(folders);
  const tails = new Set(folders.map((folder) => folder.split("/").at(-1)));
  const isOffered = folders.length > 1 && together !== "" && tails.size > 1;
  return isOffered && !folders.includes(together) ? [...folders, together] : folders;
}

function foundSource({ url, branch, groups }: Branch, path: string): FoundSource {
  const within = groups.filter((group) => isWithin(group.path, path));
  const engines = new Map(within.map(({ engine }) => [engineId(engine), engine]));
  return {
    url,
    branch,
    path,
    products: [...new Set(within.map(({ engine }) => productOf(engine)))].toSorted(),
    workloads: within.reduce((sum, group) => sum + group.workloads.length, 0),
    engines: [...engines.values()],
  };
}
