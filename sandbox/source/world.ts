import type { ImageRepository } from "#sandbox/registry/catalogue.ts";

import type { ClusterSource } from "./cluster-source.ts";

/** What the sandbox starts with. */
export interface World {
  readonly repositories: readonly ConfigRepository[];
  readonly clusters: readonly ClusterSource[];
  readonly images: readonly ImageRepository[];
}

export interface ConfigRepository {
  /** Its name on the git server: `acme/config`. */
  readonly name: string;
  /** The files of each branch; the first is the default branch. */
  readonly branches: ReadonlyMap<string, ReadonlyMap<string, string>>;
}
