import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { NamedObject, SyncConsent } from "#contracts/agent-sync.ts";

import type { Patience } from "./back-off.ts";
import type { Inventory } from "./inventory.ts";
import { runSync } from "./run-sync.ts";
import type { SyncResult } from "./run-sync.ts";

/** Syncs one after the other, each knowing what those before it applied, as an agent does. */
export class TestSyncs {
  readonly #client: KubeClient;
  readonly #patience: Patience;
  inventory: Inventory = new Map();
  /** What was kept before something new was applied. */
  readonly claims: Inventory[] = [];

  constructor(client: KubeClient, patience: Partial<Patience> = {}) {
    this.#client = client;
    this.#patience = { retryMs: 10_000, firstPauseMs: 5, longestPauseMs: 200, ...patience };
  }

  /** Syncs the folder `apps` with these files in it. */
  async sync(
    files: Readonly<Record<string, string>>,
    options: {
      readonly revision?: string;
      readonly consents?: readonly SyncConsent[];
      readonly forced?: readonly NamedObject[];
      readonly signal?: AbortSignal;
      readonly trusting?: boolean;
    } = {},
  ): Promise<SyncResult> {
    const result = await runSync({
      client: this.#client,
      revision: options.revision ?? "r1",
      root: "apps",
      files: new Map(Object.entries(files).map(([name, text]) => [`apps/${name}`, text])),
      inventory: this.inventory,
      consents: new Set(options.consents),
      forced: options.forced ?? [],
      claim: (inventory) => {
        this.claims.push(inventory);
        return Promise.resolve();
      },
      trusting: options.trusting ?? false,
      patience: this.#patience,
      lanes: 8,
      signal: options.signal ?? new AbortController().signal,
    });
    this.inventory = result.inventory;
    return result;
  }
}
