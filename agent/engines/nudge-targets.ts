import { deployerKeys } from "#agent/project/metadata.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { NudgeTarget } from "#contracts/agent-nudge.ts";
import { isWithin, sourceFolder } from "#domain/engine/source-folder.ts";
import { isSameRepository } from "#domain/git/same-repository.ts";

export interface NudgeTargets {
  /** GitRepositories of Flux. */
  readonly sources: readonly WorkloadRecord[];
  /** Kustomizations and Helm releases. */
  readonly appliers: readonly WorkloadRecord[];
  readonly applications: readonly WorkloadRecord[];
}

type Place = Pick<NudgeTarget, "repository" | "branch" | "path">;

/**
 * Who deploys the path, something in it, or the folder that it is in, and what those deploy in turn from the same
 * branch. Where Flux fetches the branch for other folders only, its sources are meant all the same: what a
 * Kustomization renders may come from anywhere in its repository.
 */
export function nudgeTargets(engines: readonly WorkloadRecord[], place: Place): NudgeTargets {
  const fetching = engines.filter(
    (engine) => engine.kind === "gitrepository" && isFrom(engine, place),
  );
  const applying = engines.filter(
    (engine) =>
      engine.kind === "helmrelease" ||
      (engine.kind === "kustomization" && fetching.some((source) => isSourceOf(source, engine))) ||
      (engine.kind === "application" && isFrom(engine, place)),
  );
  const near = applying.filter((engine) => engine.kind !== "helmrelease" && isNear(engine, place));
  const meant = withDeployed(near, applying);
  const used = fetching.filter((source) => meant.some((one) => isSourceOf(source, one)));
  return {
    sources: used.length > 0 ? used : fetching,
    appliers: meant.filter(({ kind }) => kind !== "application"),
    applications: meant.filter(({ kind }) => kind === "application"),
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

/** These and whatever of the candidates they deploy, directly or through one another. */
function withDeployed(
  first: readonly WorkloadRecord[],
  candidates: readonly WorkloadRecord[],
): readonly WorkloadRecord[] {
  const meant = new Set(first);
  for (const deployer of meant) {
    const keys = deployerKeys(deployer);
    for (const one of candidates) if (keys.includes(one.deployedBy ?? "")) meant.add(one);
  }
  return [...meant];
}
