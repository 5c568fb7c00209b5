import { join, resolve } from "node:path";

import { ensureRepository, readTip } from "./git/bare-repository.ts";
import { Catalogue } from "./registry/catalogue.ts";
import type { ClusterSource } from "./source/cluster-source.ts";
import type { World } from "./source/world.ts";

/** What the sandbox keeps between starts: the config repositories and the images. */
export interface Stores {
  readonly gitRoot: string;
  readonly catalogue: Catalogue;
  /** The files that a cluster's source points at now. */
  tipOf(source: ClusterSource): Promise<ReadonlyMap<string, string>>;
}

/** Opens the stores below `dataDir`; what is missing comes from `world`, what is there stays. */
export async function openStores(dataDir: string, world: World, now: Date): Promise<Stores> {
  const gitRoot = resolve(dataDir, "git");
  function directoryOf(repository: string): string {
    return join(gitRoot, `${repository}.git`);
  }
  for (const { name, branches } of world.repositories) {
    await ensureRepository({ directory: directoryOf(name), branches, now });
  }
  const catalogue = new Catalogue(join(dataDir, "images.json"));
  catalogue.seed(world.images);
  return {
    gitRoot,
    catalogue,
    tipOf: ({ repository, branch }) => readTip(directoryOf(repository), branch),
  };
}
