import { deployerKeys } from "#agent/project/metadata.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { NudgeTarget } from "#contracts/agent-nudge.ts";
import { isWithin, sourceFolder } from "#domain/engine/source-folder.ts";
import { isSameRepository } from "#domain/git/same-repository.ts";

export interface NudgeTargets {
  /** GitRepositories of Flux. */
  readonly sources: readonly WorkloadRecord[];
  /** Kustomizations of the path, and the Helm releases that these deploy. */
  readonly appliers: readonly WorkloadRecord[];
  readonly applications: readonly WorkloadRecord[];
}

type Place = Pick<NudgeTarget, "repository" | "branch" | "path">;

/**
 * Who deploys the path, something in it, or the folder that it is in. Where Flux fetches the branch for other folders
 * only, its sources are meant all the same: what a Kustomization renders may come from anywhere in its repository.
 */
export function nudgeTargets(engines: readonly WorkloadRecord[], place: Place): NudgeTargets {
  const fetching = engines.filter(
    (engine) => engine.kind === "gitrepository" && isFrom(engine, place),
  );
  const applying = engines.filter(({ kind }) => kind === "kustomization");
  const nearby = applying.filter(
    (one) => isNear(one, place) && fetching.some((source) => isSourceOf(source, one)),
  );
  const used = fetching.filter((source) => nearby.some((one) => isSourceOf(source, one)));
  return {
    sources: used.length > 0 ? used : fetching,
    appliers: [...nearby, ...releasesOf(nearby, engines)],
    applications: engines.filter(
      (engine) => engine.kind === "application" && isFrom(engine, place) && isNear(engine, place),
    ),
  };
}

/** An Application that names no branch follows the host's default, which may be this one; a source of Flux does not. */
function isFrom({ kind, source }: WorkloadRecord, { repository, branch }: Place): boolean {
  if (!source || source.url === null || !isSameRepository(source.url, repository)) return false;
  return source.branch === branch || (source.branch === null && kind === "application");
}

function isNear({ source }: WorkloadRecord, { path }: Place): boolean {
  const own = sourceFolder(source?.path ?? "");
  const wanted = sourceFolder(path);
  return isWithin(own, wanted) || isWithin(wanted, own);
}

function isSourceOf(source: WorkloadRecord, applier: WorkloadRecord): boolean {
  return deployerKeys(source).includes(applier.source?.from ?? "");
}

function releasesOf(
  deployers: readonly WorkloadRecord[],
  engines: readonly WorkloadRecord[],
): readonly WorkloadRecord[] {
  const keys = new Set(deployers.flatMap(deployerKeys));
  return engines.filter(
    ({ kind, deployedBy }) => kind === "helmrelease" && keys.has(deployedBy ?? ""),
  );
}
