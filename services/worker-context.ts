import type { Clock, Ids } from "#ports/clock.ts";
import type { GitHost, GitPerson } from "#ports/git-repository.ts";
import type { ImageRegistry, RegistryAccess } from "#ports/image-registry.ts";
import type { Secrets } from "#ports/secrets.ts";
import type { Store } from "#ports/store/store.ts";

import type { ManifestCache } from "./config/manifest-cache.ts";

/** A job acting in one organization; the organization comes from the job and is read again, never trusted. */
export interface WorkerContext {
  readonly organizationId: string;
  readonly store: Store;
  readonly git: GitHost;
  /** Who commits; the author is the person who asked. */
  readonly committer: GitPerson;
  readonly registry: (accesses: readonly RegistryAccess[]) => ImageRegistry;
  readonly secrets: Secrets;
  readonly manifests: ManifestCache;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Names this process among others that take lanes. */
  readonly owner: string;
  readonly signal: AbortSignal;
}

/** The one argument of a job's verb. */
export interface Job<Input> {
  readonly ctx: WorkerContext;
  readonly input: Input;
}
