import { hash } from "node:crypto";

import { isStatus } from "#agent/kube/kube-failure.ts";
import type { NamedObject } from "#contracts/agent-sync.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

import { applyWaves, isFoundation } from "./apply-order.ts";
import { BackOff } from "./back-off.ts";
import { isDefinition, untilEstablished } from "./definitions.ts";
import { inParallel } from "./in-parallel.ts";
import type { Inventory, InventoryEntry } from "./inventory.ts";
import { annotationsOf, hasSameContent } from "./live-objects.ts";
import type { LiveObject } from "./live-objects.ts";
import { MadeHere } from "./made-here.ts";
import { ignoredBy } from "./object-marks.ts";
import { groupOf, referenceKey, referenceOf, versionOf } from "./object-reference.ts";
import type { ObjectReference } from "./object-reference.ts";
import { placeObject } from "./place-object.ts";
import { kindRefusal, readRefusal } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { objectPath } from "./resource-kinds.ts";
import type { SyncInput, SyncRun } from "./sync-run.ts";

/** Whether a person agreed that this object is taken over from whoever manages parts of it. */
function mayForce({ consents, forced }: SyncInput, object: KubeObject): boolean {
  if (!consents.has("force")) return false;
  const { kind, namespace, name } = referenceOf(object);
  const isIt = (other: NamedObject): boolean =>
    other.kind === kind && other.namespace === namespace && other.name === name;
  return forced.length === 0 || forced.some(isIt);
}

/** An object that may be taken later, and why it was not now. */
interface Delayed {
  readonly object: KubeObject;
  readonly refusal: Refusal;
}

/** An object that this sync applied, as the API server answered. */
export interface AppliedObject {
  readonly reference: ObjectReference;
  readonly path: string;
  readonly live: LiveObject;
}

export interface Applying {
  /** What is in the cluster afterwards of what git contains. */
  readonly inventory: Inventory;
  readonly applied: readonly AppliedObject[];
  /** What was not looked at, because git says the same of it as when it was applied last. */
  readonly trusted: readonly KubeObject[];
}

/** An object where it belongs in the cluster. */
interface Target {
  readonly object: KubeObject;
  readonly key: string;
  readonly path: string;
  readonly digest: string;
}

/** Applies what git contains, wave by wave; what fails keeps nothing else from being applied. */
export class ApplyObjects {
  readonly #run: SyncRun;
  readonly #objects: readonly KubeObject[];
  readonly #madeHere: MadeHere;
  readonly #next: Map<string, InventoryEntry>;
  readonly #applied: AppliedObject[] = [];
  readonly #trusted: KubeObject[] = [];
  #delayed: Delayed[] = [];

  constructor(run: SyncRun, objects: readonly KubeObject[]) {
    this.#run = run;
    this.#objects = objects;
    this.#madeHere = new MadeHere(objects);
    this.#next = new Map();
  }

  async apply(): Promise<Applying> {
    for (const wave of applyWaves(this.#objects)) {
      await this.#claim(wave);
      await this.#applyAll(wave);
      if (wave.some(isFoundation)) await this.#awaitDefinitions(wave);
    }
    await this.#retry();
    for (const { object, refusal } of this.#delayed) this.#refuse(object, refusal);
    return { inventory: this.#next, applied: this.#applied, trusted: this.#trusted };
  }

  /** Notes what is about to be applied, so that a sync that is cut off leaves nothing that nobody would prune. */
  async #claim(wave: readonly KubeObject[]): Promise<void> {
    const { input, kinds } = this.#run;
    const claims = new Map<string, InventoryEntry>();
    for (const object of wave) {
      const resource = await kinds.find(object, input.signal).catch(() => null);
      if (resource === null || ignoredBy(annotationsOf(object)) !== null) continue;
      const reference = referenceOf(placeObject(object, resource.namespaced));
      const key = referenceKey(reference);
      if (input.inventory.has(key)) continue;
      claims.set(key, { version: versionOf(reference), hash: "", revision: input.revision });
    }
    if (claims.size === 0) return;
    await input.claim(new Map([...input.inventory, ...this.#next, ...claims]));
  }

  async #applyAll(objects: readonly KubeObject[]): Promise<void> {
    const { lanes } = this.#run.input;
    await inParallel(objects, { lanes, work: (object) => this.#applyOne(object) });
  }

  async #applyOne(object: KubeObject): Promise<void> {
    const { signal } = this.#run.input;
    let placed = object;
    try {
      const target = await this.#target(object);
      if (target === null) {
        return this.#delayOrRefuse(object, kindRefusal(object, this.#madeHere.hasKind(object)));
      }
      placed = target.object;
      if (this.#trusts(target)) return;
      await this.#applyTarget(target);
    } catch (error) {
      if (signal.aborted) throw error;
      this.#delayOrRefuse(placed, this.#readRefusal(placed, error));
    }
  }

  #trusts({ object, key, digest }: Target): boolean {
    const { input, report } = this.#run;
    const known = input.inventory.get(key);
    if (!input.trusting || known?.hash !== digest) return false;
    this.#next.set(key, known);
    this.#trusted.push(object);
    report.unchanged();
    return true;
  }

  async #applyTarget({ object, key, path, digest }: Target): Promise<void> {
    const { input, objects, report } = this.#run;
    const known = input.inventory.get(key);
    const live = await this.#read(path);
    const mark = ignoredBy(annotationsOf(object)) ?? (live && ignoredBy(annotationsOf(live)));
    if (mark !== null) {
      if (known !== undefined) this.#next.set(key, known);
      const message = `The annotation ${mark} keeps it as it is.`;
      return report.tell(referenceOf(object), { state: "ignored", message });
    }
    const after = await objects.apply(path, object, { force: mayForce(input, object) });
    if (live !== null && hasSameContent(live, after)) report.unchanged();
    else report.applied();
    const reference = referenceOf(object);
    const revision = known?.hash === digest ? known.revision : input.revision;
    const { uid } = after.metadata;
    this.#next.set(key, { version: versionOf(reference), hash: digest, revision, uid });
    this.#applied.push({ reference, path, live: after });
  }

  /** Null too where the agent may write the object and not read it. */
  async #read(path: string): Promise<LiveObject | null> {
    try {
      return await this.#run.objects.read(path);
    } catch (error) {
      if (isStatus(error, 403)) return null;
      throw error;
    }
  }

  async #target(written: KubeObject): Promise<Target | null> {
    const { kinds, input } = this.#run;
    const resource = await kinds.find(written, input.signal);
    if (resource === null) return null;
    const object = placeObject(written, resource.namespaced);
    const reference = referenceOf(object);
    const digest = hash("sha256", JSON.stringify(object)).slice(0, 32);
    return { object, key: referenceKey(reference), path: objectPath(reference, resource), digest };
  }

  #readRefusal(object: KubeObject, error: unknown): Refusal {
    const refusal = readRefusal(error, object);
    const { reason } = refusal;
    const isMadeHere =
      (reason === "no-such-namespace" && this.#madeHere.hasNamespace(object)) ||
      (reason === "no-such-kind" && this.#madeHere.hasKind(object));
    return isMadeHere ? { ...refusal, mayComeRight: true } : refusal;
  }

  #delayOrRefuse(object: KubeObject, refusal: Refusal): void {
    if (refusal.mayComeRight) this.#delayed.push({ object, refusal });
    else this.#refuse(object, refusal);
  }

  async #retry(): Promise<void> {
    const { input, kinds } = this.#run;
    const backOff = new BackOff(input.patience, input.signal);
    while (this.#delayed.length > 0) {
      const asked = this.#delayed.map(({ refusal }) => refusal.retryAfterMs ?? 0);
      if (!(await backOff.pause(Math.max(...asked)))) return;
      kinds.forget();
      const again = this.#delayed.map(({ object }) => object);
      this.#delayed = [];
      for (const wave of applyWaves(again)) await this.#applyAll(wave);
    }
  }

  async #awaitDefinitions(wave: readonly KubeObject[]): Promise<void> {
    const { input, objects, kinds } = this.#run;
    const { patience, signal } = input;
    for (const object of wave.filter(isDefinition)) {
      const target = await this.#target(object).catch(() => null);
      const isApplied = target !== null && this.#applied.some(({ path }) => path === target.path);
      if (isApplied) await untilEstablished(target.path, { objects, patience, signal });
    }
    kinds.forget();
  }

  /** What was applied before stays known, to be pruned when git drops it. */
  #refuse(object: KubeObject, refusal: Refusal): void {
    const { report, input } = this.#run;
    report.refused(referenceOf(object), refusal);
    const group = groupOf(object);
    const { namespace, name } = object.metadata;
    for (const [key, known] of input.inventory) {
      const [knownGroup, kind, knownNamespace, knownName] = key.split("|");
      // Without its kind it is not known whether the object stands in a namespace, nor in which.
      const isSamePlace = namespace === undefined || knownNamespace === namespace;
      const isIt = knownGroup === group && kind === object.kind && knownName === name;
      if (isIt && isSamePlace) this.#next.set(key, { ...known, hash: "" });
    }
  }
}
