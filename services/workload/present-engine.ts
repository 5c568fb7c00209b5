import type { EnginePlace, WorkloadDetail } from "#contracts/api/workload.ts";
import { describeHold, engineHolds } from "#domain/engine/held-workloads.ts";
import { sourceFolder } from "#domain/engine/source-folder.ts";
import { readRemoteUrl } from "#domain/git/read-remote-url.ts";
import { folderPage } from "#domain/git/web-address.ts";
import type { EngineObject } from "#domain/rollout/engine-state.ts";
import { engineName } from "#domain/rollout/engine-words.ts";
import type { ObservedEngine } from "#domain/rollout/observed.ts";

type Presented = NonNullable<WorkloadDetail["clusters"][number]["engine"]>;

/** Where an object of Flux or Argo CD is known to be, beside in the cluster. */
export type EnginePlaces = (engine: EngineObject) => EnginePlace;

/** What deploys a workload in one cluster, in words, with the chain of what deploys that. */
export function presentEngine(engine: ObservedEngine, places: EnginePlaces): Presented {
  const [hold] = engineHolds(engine);
  const { source, error, parents = [] } = engine;
  return {
    name: engineName(engine),
    place: places(engine),
    hold: hold === undefined ? null : describeHold(hold).text,
    error: error ? `${engineName(error.by)}: ${error.message}` : null,
    source: source && { ...source, path: sourceFolder(source.path), page: pageOf(source) },
    parents: parents.map((parent) => ({ name: engineName(parent), place: places(parent) })),
  };
}

function pageOf({ url, branch, path }: NonNullable<ObservedEngine["source"]>): string | null {
  if (branch === null || readRemoteUrl(url) === null) return null;
  return folderPage(url, { branch, path: sourceFolder(path) });
}
