import { setTimeout as sleep } from "node:timers/promises";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { Outcome } from "#agent/stream/command-queue.ts";
import type { AgentCommand } from "#contracts/agent-protocol.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";

import { loadInventory, saveInventory } from "./inventory-store.ts";
import { inventoryReference } from "./inventory.ts";
import type { Inventory } from "./inventory.ts";
import { readBundle } from "./read-bundle.ts";
import { runSync } from "./run-sync.ts";
import type { SyncInput } from "./run-sync.ts";

const settleMs = 500;

/** The agent's own sync: it applies what a command names, and knows what it applied. */
export class BuiltInSync {
  readonly #client: KubeClient;
  readonly #isGone: SyncInput["isGone"];
  #inventory: Inventory | null = null;
  #revisions: ReadonlyMap<WorkloadKey, string> = new Map();

  constructor(options: { readonly client: KubeClient; readonly isGone: SyncInput["isGone"] }) {
    this.#client = options.client;
    this.#isGone = options.isGone;
  }

  /** The git revision that last changed the workload, where this sync applied it. */
  appliedRevision(key: WorkloadKey): string | null {
    return this.#revisions.get(key) ?? null;
  }

  /** Reads what earlier runs applied. */
  async load(signal: AbortSignal): Promise<void> {
    this.#remember(await loadInventory(this.#client, signal));
  }

  async run(
    command: Extract<AgentCommand, { name: "sync" }>,
    { content, signal }: { readonly content: Buffer; readonly signal: AbortSignal },
  ): Promise<Outcome> {
    const client = this.#client;
    const { revision, root } = command;
    const inventory = this.#inventory ?? (await loadInventory(client, signal));
    const files = readBundle(content);
    const sync = { client, revision, root, files, inventory, isGone: this.#isGone, signal };
    const result = await runSync(sync);
    await saveInventory(client, result.inventory, signal);
    this.#remember(result.inventory);
    const { summary, ok } = result;
    // What was applied has to be reported before what failed, or the former would be judged by the latter.
    if (!ok) await sleep(settleMs, undefined, { signal });
    return { ok, message: messageOf(summary), sync: summary };
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

function messageOf(summary: NonNullable<Outcome["sync"]>): string {
  const { applied, unchanged, pruned, problems } = summary;
  const counts = `${applied} applied, ${unchanged} unchanged, ${pruned} deleted`;
  const [first, ...others] = problems;
  if (first === undefined) return counts;
  const more = others.length === 0 ? "" : ` And ${others.length} more.`;
  return `${first}${more} (${counts})`;
}
