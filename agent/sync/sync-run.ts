import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { NamedObject, SyncConsent } from "#contracts/agent-sync.ts";

import type { Patience } from "./back-off.ts";
import type { Inventory } from "./inventory.ts";
import type { LiveObjects } from "./live-objects.ts";
import type { ResourceKinds } from "./resource-kinds.ts";
import type { SyncReport } from "./sync-report.ts";

export interface SyncInput {
  readonly client: KubeClient;
  readonly revision: string;
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
  readonly inventory: Inventory;
  /** What a person agreed to for this sync. */
  readonly consents: ReadonlySet<SyncConsent>;
  /** The objects that "force" is meant for; without any it is meant for all. */
  readonly forced: readonly NamedObject[];
  /** Whether an object that git did not change since it was applied is left for later. */
  readonly trusting: boolean;
  /** Keeps, before anything new is applied, what will then be the sync's own. */
  readonly claim: (inventory: Inventory) => Promise<void>;
  readonly patience: Patience;
  /** How many calls to the API server go on at once. */
  readonly lanes: number;
  readonly signal: AbortSignal;
}

/** What the parts of one sync share. */
export interface SyncRun {
  readonly input: SyncInput;
  readonly kinds: ResourceKinds;
  readonly objects: LiveObjects;
  readonly report: SyncReport;
}
