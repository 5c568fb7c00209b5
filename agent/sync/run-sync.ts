import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { SyncSummary } from "#contracts/agent-protocol.ts";
import { renderPath } from "#domain/kustomize/render.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

import { applyObject, deleteObject } from "./apply-object.ts";
import { inventoryReference } from "./inventory.ts";
import type { Inventory, InventoryEntry } from "./inventory.ts";
import { referenceKey, referenceOf, referenceText, versionOf } from "./object-reference.ts";
import { planPrune } from "./plan-prune.ts";
import { ResourceKinds } from "./resource-kinds.ts";
import type { ResourceKind } from "./resource-kinds.ts";

const mostProblems = 50;
const longestProblem = 1_000;
const definitionPauseMs = 250;
const definitionTries = 20;

export interface SyncInput {
  readonly client: KubeClient;
  readonly revision: string;
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
  readonly inventory: Inventory;
  /** Whether a watch shows that the object is not there, although the sync applied it once. */
  readonly isGone: (object: { kind: string; namespace: string; name: string }) => boolean;
  readonly signal: AbortSignal;
}

export interface SyncResult {
  readonly summary: SyncSummary;
  /** Whether every object that git contains was taken by the cluster. */
  readonly ok: boolean;
  readonly inventory: Inventory;
}

/** Brings the cluster to what the folder `root` contains: applies what changed, deletes what git no longer has. */
export async function runSync(input: SyncInput): Promise<SyncResult> {
  const rendered = renderPath({ files: input.files, root: input.root });
  const run = new SyncRun(input);
  for (const object of rendered.objects) await run.apply(object);
  const unread = rendered.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  await run.prune(unread.length > 0);
  return run.result(unread);
}

/** One sync while it happens. */
class SyncRun {
  readonly #input: SyncInput;
  readonly #kinds: ResourceKinds;
  readonly #next = new Map<string, InventoryEntry>();
  readonly #problems: string[] = [];
  readonly #notes: string[] = [];
  #hasNewKinds = false;
  #applied = 0;
  #unchanged = 0;
  #pruned = 0;

  constructor(input: SyncInput) {
    this.#input = input;
    this.#kinds = new ResourceKinds(input.client);
  }

  async apply(written: KubeObject): Promise<void> {
    const { client, signal, inventory, revision } = this.#input;
    const resource = await this.#findKind(written);
    if (resource === null) {
      const { apiVersion, kind, metadata } = written;
      this.#problems.push(`${kind} ${metadata.name}: the cluster has no ${apiVersion} ${kind}.`);
      this.#keepKind(written);
      return;
    }
    const object = inNamespace(written, resource);
    const reference = referenceOf(object);
    const key = referenceKey(reference);
    const known = inventory.get(key);
    const digest = hash("sha256", JSON.stringify(object)).slice(0, 32);
    if (known?.hash === digest && !this.#input.isGone(reference)) {
      this.#next.set(key, known);
      this.#unchanged += 1;
      return;
    }
    const problem = await applyObject({ client, reference, resource, signal }, object);
    const version = versionOf(reference);
    if (problem === null) {
      this.#applied += 1;
      this.#next.set(key, { version, hash: digest, revision });
      if (object.kind === "CustomResourceDefinition") this.#hasNewKinds = true;
    } else {
      this.#problems.push(problem);
      if (known !== undefined) this.#next.set(key, { ...known, version, hash: "" });
    }
  }

  /** Deletes nothing while a part of git could not be read: what is missing there is not gone. */
  async prune(isPartial: boolean): Promise<void> {
    const { inventory } = this.#input;
    const { doomed, kept, refusal } = planPrune(inventory, new Set(this.#next.keys()));
    if (isPartial) this.#keep([...doomed, ...kept]);
    else this.#keep(kept);
    if (refusal !== null) this.#notes.push(refusal);
    if (isPartial) return;
    for (const key of doomed) await this.#delete(key);
  }

  result(unread: readonly string[]): SyncResult {
    const problems = [...this.#problems, ...this.#notes, ...unread];
    return {
      ok: this.#problems.length === 0,
      inventory: this.#next,
      summary: {
        revision: this.#input.revision,
        applied: this.#applied,
        unchanged: this.#unchanged,
        pruned: this.#pruned,
        problems: problems.slice(0, mostProblems).map((text) => text.slice(0, longestProblem)),
      },
    };
  }

  /** A definition that was just applied takes a moment to be served. */
  async #findKind(object: KubeObject): Promise<ResourceKind | null> {
    const { signal } = this.#input;
    for (let tries = 1; ; tries += 1) {
      const resource = await this.#kinds.find(object, signal);
      if (resource !== null || !this.#hasNewKinds || tries >= definitionTries) return resource;
      await sleep(definitionPauseMs, undefined, { signal });
      this.#kinds.forget();
    }
  }

  async #delete(key: string): Promise<void> {
    const { client, signal, inventory } = this.#input;
    const entry = inventory.get(key);
    if (entry === undefined) return;
    const reference = inventoryReference(key, entry);
    const resource = await this.#kinds.find(reference, signal);
    if (resource === null) return;
    const problem = await deleteObject({ client, reference, resource, signal });
    if (problem === null) {
      this.#pruned += 1;
      return;
    }
    this.#keep([key]);
    this.#problems.push(`not deleted: ${problem || referenceText(reference)}`);
  }

  #keep(keys: readonly string[]): void {
    for (const key of keys) {
      const entry = this.#input.inventory.get(key);
      if (entry !== undefined) this.#next.set(key, entry);
    }
  }

  /** Without its kind an object's scope is unknown, so everything of its name stays. */
  #keepKind({ kind, metadata }: KubeObject): void {
    const keys = [...this.#input.inventory.keys()];
    this.#keep(
      keys.filter((key) => key.includes(`|${kind}|`) && key.endsWith(`|${metadata.name}`)),
    );
  }
}

/** The object where it belongs: `default` where a namespace is needed and none is written. */
function inNamespace(object: KubeObject, { namespaced }: ResourceKind): KubeObject {
  if (!namespaced) {
    const { namespace: _none, ...metadata } = object.metadata;
    return { ...object, metadata: { ...metadata, name: object.metadata.name } };
  }
  const { namespace = "default" } = object.metadata;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
