import { setTimeout as sleep } from "node:timers/promises";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { Outcome } from "#agent/stream/command-queue.ts";
import type { AgentCommand } from "#contracts/agent-protocol.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";

import type { SyncFollower } from "./follow-sync.ts";
import { InventoryStore } from "./inventory-store.ts";
import { inventoryReference } from "./inventory.ts";
import type { Inventory } from "./inventory.ts";
import { readBundle } from "./read-bundle.ts";
import { syncMessage } from "./sync-message.ts";
import type { SyncInput } from "./sync-run.ts";
import { defaultSyncTuning } from "./sync-tuning.ts";
import type { SyncTuning } from "./sync-tuning.ts";

const settleMs = 500;

type SyncCommand = Extract<AgentCommand, { name: "sync" }>;

type DiffCommand = Extract<AgentCommand, { name: "diff" }>;

/** The agent's own sync: it applies what a command names, and knows what it applied. */
export class BuiltInSync {
  readonly #client: KubeClient;
  readonly #tuning: SyncTuning;
  readonly #store: InventoryStore;
  #inventory: Inventory | null = null;
  #revisions: ReadonlyMap<WorkloadKey, string> = new Map();
  #follower: SyncFollower | null = null;

  constructor(options: {
    readonly client: KubeClient;
    /** The agent's own, where its inventory is kept. */
    readonly namespace: string;
    readonly tuning?: SyncTuning;
  }) {
    const { client, namespace } = options;
    this.#client = client;
    this.#store = new InventoryStore({ client, namespace });
    this.#tuning = options.tuning ?? defaultSyncTuning;
  }

  /** The git revision that last changed the workload, where this sync applied it. */
  appliedRevision(key: WorkloadKey): string | null {
    return this.#revisions.get(key) ?? null;
  }

  /** Reads what earlier runs applied. */
  async load(signal: AbortSignal): Promise<void> {
    this.#remember(await this.#store.load(signal));
  }

  /**
   * Applies what git changed and answers; the outcome's `follow` then puts right what somebody else changed in the
   * cluster and tells how the applied objects become healthy, until the next sync.
   */
  async run(
    command: SyncCommand,
    { content, signal }: { readonly content: Buffer; readonly signal: AbortSignal },
  ): Promise<Outcome> {
    await this.#follower?.stop();
    const input = await this.#inputOf(command, { content, signal });
    const { runSync, SyncFollower } = await loadSync();
    const result = await runSync(input);
    await this.#keep(result.inventory, signal);
    const { summary, ok } = result;
    const follower = new SyncFollower({
      input,
      result,
      tuning: this.#tuning,
      keep: (inventory) => this.#keep(inventory, signal),
    });
    this.#follower = follower;
    // What was applied has to be reported before what failed, or the former would be judged by the latter.
    if (!ok) await sleep(settleMs, undefined, { signal });
    const follow: Outcome["follow"] = (tell) => follower.follow(tell);
    return { ok, message: syncMessage(summary), sync: summary, follow };
  }

  /** How the cluster differs from what the command names; changes nothing. */
  async diff(
    command: DiffCommand,
    { content, signal }: { readonly content: Buffer; readonly signal: AbortSignal },
  ): Promise<Outcome> {
    const input = await this.#inputOf(
      { ...command, consents: [], forced: [], thorough: true },
      { content, signal },
    );
    const { diffCluster } = await import("./diff-cluster.ts");
    const diff = await diffCluster(input);
    const differing = diff.objects.length + diff.more;
    const message = `${differing} differ from git, ${diff.same} do not`;
    return { ok: true, message, sync: null, diff };
  }

  async #inputOf(
    { revision, root, consents, forced, thorough }: Omit<SyncCommand, "name" | "digest">,
    { content, signal }: { readonly content: Buffer; readonly signal: AbortSignal },
  ): Promise<SyncInput> {
    const client = this.#client;
    return {
      client,
      revision,
      root,
      files: readBundle(content),
      inventory: this.#inventory ?? (await this.#store.load(signal)),
      consents: new Set(consents),
      forced,
      // Who wants fields taken over wants them where git did not change, too.
      trusting: !thorough && !consents.includes("force"),
      claim: (claimed) => this.#store.save(claimed, signal),
      patience: this.#tuning.retry,
      lanes: this.#tuning.lanes,
      signal,
    };
  }

  async #keep(inventory: Inventory, signal: AbortSignal): Promise<void> {
    await this.#store.save(inventory, signal);
    this.#remember(inventory);
  }

  #remember(inventory: Inventory): void {
    this.#inventory = inventory;
    this.#revisions = new Map(
      [...inventory].map(([key, entry]) => [
        workloadKey(inventoryReference(key, entry)),
        entry.revision,
      ]),
    );
  }
}

/** Most agents never sync, and need not hold what renders manifests. */
async function loadSync() {
  const [{ runSync }, { SyncFollower }] = await Promise.all([
    import("./run-sync.ts"),
    import("./follow-sync.ts"),
  ]);
  return { runSync, SyncFollower };
}
