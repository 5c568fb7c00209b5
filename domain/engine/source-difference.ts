import { repositoryName } from "#domain/git/same-repository.ts";
import { engineName } from "#domain/rollout/engine-words.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { foldersOf, isSameAddress } from "./engine-folders.ts";
import { engineGroups } from "./engine-groups.ts";
import type { EngineGroup } from "./engine-groups.ts";
import { isWithin, sourceFolder } from "./source-folder.ts";

/** Where a cluster's manifests live, as a person chose it. */
export interface ChosenSource {
  readonly repository: string;
  readonly branch: string;
  readonly path: string;
}

/** How what an engine deploys from differs from what was chosen. */
export type SourceDifference = "repository" | "branch" | "folder";

export interface DifferentEngine extends EngineGroup {
  readonly difference: SourceDifference;
  /** What is different, and what follows of it, as a sentence. */
  readonly text: string;
}

/**
 * The engines that deploy workloads from elsewhere than the cluster's chosen source, so that a commit there does not
 * reach them. A folder around or inside the chosen one is not elsewhere, and neither is a branch that is not named.
 */
export function differentEngines(
  workloads: readonly ObservedWorkload[],
  chosen: ChosenSource,
): readonly DifferentEngine[] {
  return engineGroups(workloads).flatMap((group) => {
    const difference = differenceOf(group.engine, chosen);
    return difference === null ? [] : [{ ...group, difference, text: words(group, difference) }];
  });
}

function differenceOf(
  engine: EngineGroup["engine"],
  chosen: ChosenSource,
): SourceDifference | null {
  const { source } = engine;
  if (source === null) return null;
  if (!isSameAddress(source.url, chosen.repository)) return "repository";
  if (source.branch !== null && source.branch !== chosen.branch) return "branch";
  const mine = sourceFolder(chosen.path);
  const isHere = foldersOf(engine).some((one) => isWithin(one, mine) || isWithin(mine, one));
  return isHere ? null : "folder";
}

function words({ engine, workloads }: EngineGroup, difference: SourceDifference): string {
  const counted = workloads.length === 1 ? "1 workload" : `${workloads.length} workloads`;
  return `${engineName(engine)} deploys ${counted} from ${placeWords(engine, difference)}.`;
}

function placeWords({ source }: EngineGroup["engine"], difference: SourceDifference): string {
  const { url = "", branch = null, path = "" } = source ?? {};
  switch (difference) {
    case "repository":
      return `another repository, ${repositoryName(url)}`;
    case "branch":
      return `another branch, ${branch ?? "its default"}`;
    case "folder":
      return `another folder, ${sourceFolder(path) || "the root"}`;
  }
}
