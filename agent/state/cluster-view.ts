import { engineParents } from "#agent/project/engine-parents.ts";
import { deployerKeys } from "#agent/project/metadata.ts";
import type { Owner } from "#agent/project/metadata.ts";
import { observeDeployer } from "#agent/project/observe-deployer.ts";
import { observeEngine } from "#agent/project/observe-engine.ts";
import { withTemplate } from "#agent/project/observe-rollout.ts";
import { observeWorkload } from "#agent/project/observe-workload.ts";
import { withLastLines } from "#agent/project/pod-record.ts";
import type { PodRecord } from "#agent/project/pod-record.ts";
import { podWorkload } from "#agent/project/pod-workload.ts";
import type { RevisionRecord } from "#agent/project/revision-record.ts";
import type { WarningRecord } from "#agent/project/warning-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import { ObjectCache } from "#agent/watch/object-cache.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { EngineHold } from "#domain/rollout/engine-state.ts";
import type { ObservedEngine, ObservedWorkload } from "#domain/rollout/observed.ts";

import { Inventories } from "./inventories.ts";
import { KeyIndex } from "./key-index.ts";

/** Kinds that are a part of whatever controls them, and workloads only where nothing does. */
const parts: ReadonlySet<string> = new Set(["replicaset", "job", "pod"]);
/** Kinds that are made of the workloads that they deploy. */
const deployers: ReadonlySet<string> = new Set(["helmrelease", "application"]);
/** Kinds that only deploy others, or are where these come from. */
const engines: ReadonlySet<string> = new Set(["kustomization", "gitrepository"]);

/**
 * What the watches know, joined: which workloads there are and what each looks like. Says which of them may look
 * different whenever one of their parts changed; the watches may tell in any order.
 */
export class ClusterView {
  readonly pods = new ObjectCache<PodRecord>((before, after) => this.#podChanged(before, after));
  readonly revisions = new ObjectCache<RevisionRecord>((before, after) =>
    this.#revisionChanged(before, after),
  );
  readonly warnings = new ObjectCache<WarningRecord>((before, after) =>
    this.#warningChanged(before, after),
  );
  readonly #records = new Map<string, WorkloadRecord>();
  readonly #ownedRecords = new KeyIndex();
  readonly #ownedPods = new KeyIndex();
  readonly #ownedRevisions = new KeyIndex();
  readonly #warningsAbout = new KeyIndex();
  /** What each object of Flux or Argo CD deploys, and which object that is. */
  readonly #deployed = new KeyIndex();
  readonly #deployers = new Map<string, string>();
  readonly #sourceUsers = new KeyIndex();
  readonly #inventories = new Inventories();
  /** Deployments by name, and the Argo Rollouts that take their pod template from there. */
  readonly #templates = new Map<string, string>();
  readonly #templateUsers = new KeyIndex();
  readonly #changed: (uid: string) => void;
  readonly #appliedRevision: (key: WorkloadKey) => string | null;
  readonly #tellsLogs: () => boolean;
  readonly #shutWindow: (application: WorkloadRecord) => EngineHold | null;

  constructor(options: {
    /** Told of each workload that may look different. */
    readonly changed: (uid: string) => void;
    /** The revision that the built-in sync last applied to a workload. */
    readonly appliedRevision: (key: WorkloadKey) => string | null;
    /** Whether what containers left in their logs is told. */
    readonly tellsLogs?: () => boolean;
    /** The sync window that keeps an Application as it is now. */
    readonly shutWindow?: (application: WorkloadRecord) => EngineHold | null;
  }) {
    this.#changed = options.changed;
    this.#tellsLogs = options.tellsLogs ?? (() => false);
    this.#shutWindow = options.shutWindow ?? (() => null);
    this.#appliedRevision = options.appliedRevision;
  }

  /** A cache for one kind of workload. */
  workloadCache(): ObjectCache<WorkloadRecord> {
    return new ObjectCache<WorkloadRecord>((before, after) => this.#recordChanged(before, after));
  }

  /** The uids of all workloads. */
  uids(): readonly string[] {
    const records = [...this.#records.values()].filter((record) => this.#isWorkload(record));
    const pods = [...this.pods.values()].filter(({ owner }) => owner === null);
    return [...records, ...pods].map(({ uid }) => uid);
  }

  /** Notes that what is said of an engine may have changed, and with it all that it deploys. */
  engineChanged(uid: string): void {
    const record = this.#records.get(uid);
    if (record !== undefined) this.#markDeployed(record);
  }

  /** The objects of Flux and Argo CD that deploy others, and the sources of these. */
  engines(): readonly WorkloadRecord[] {
    return [...this.#records.values()].filter(
      ({ kind }) => engines.has(kind) || deployers.has(kind),
    );
  }

  /** How the workload looks, or null where there is none of this uid. */
  observe(uid: string): ObservedWorkload | null {
    const pod = this.pods.get(uid);
    const record = this.#records.get(uid) ?? (pod === undefined ? undefined : podWorkload(pod));
    if (record === undefined || !this.#isWorkload(record)) return null;
    const engine = this.#engineOf(record);
    const observed = deployers.has(record.kind)
      ? this.#observeDeployer(record)
      : this.#observe(withTemplate(record, this.#templateOf(record)));
    return engine === null ? observed : { ...observed, engine };
  }

  #deployerOf({ deployedBy }: WorkloadRecord): WorkloadRecord | undefined {
    return this.#records.get(this.#deployers.get(deployedBy ?? "") ?? "");
  }

  #sourceOf({ source }: WorkloadRecord): WorkloadRecord | undefined {
    return this.#records.get(this.#deployers.get(source?.from ?? "") ?? "");
  }

  #engineOf(record: WorkloadRecord): ObservedEngine | null {
    const { uid } = record;
    const deployer = this.#deployerOf(record);
    if (deployer === undefined || deployer.uid === uid) return null;
    const source = this.#sourceOf(deployer);
    // A Kustomization may apply itself, so only a release is followed to what deploys it.
    const parent = deployer.kind === "helmrelease" ? this.#engineOf(deployer) : null;
    const parents = engineParents(deployer, {
      deployerOf: (child) => this.#deployerOf(child),
      sourceOf: (parent) => this.#sourceOf(parent),
    });
    const window = this.#shutWindow(deployer);
    const engine = observeEngine(deployer, { source, parent, window });
    return engine === null || parents.length === 0 ? engine : { ...engine, parents };
  }

  /** What another object controls is a part of it; the template of an Argo Rollout is scaled down, and no more. */
  #isWorkload(record: WorkloadRecord): boolean {
    const { kind, owner, containers } = record;
    if (engines.has(kind)) return false;
    if (kind === "application") return containers.length > 0;
    if (this.#templateUsers.get(templateKey(record)).size > 0) return false;
    return owner === null || !parts.has(kind);
  }

  #templateOf({ namespace, templateFrom }: WorkloadRecord): WorkloadRecord | undefined {
    if (templateFrom === null) return undefined;
    return this.#records.get(
      this.#templates.get(templateKey({ ...templateFrom, namespace })) ?? "",
    );
  }

  #observe(record: WorkloadRecord): ObservedWorkload {
    const { uid } = record;
    const owned = this.#descendants(uid);
    const ownPod = record.kind === "pod" ? [uid] : [];
    const owners = [uid, ...owned.map((part) => part.uid)];
    const podUids = [...ownPod, ...owners.flatMap((owner) => [...this.#ownedPods.get(owner)])];
    const revision = this.#appliedRevision(workloadKey(record));
    const pods = podUids.flatMap((id) => this.pods.get(id) ?? []);
    return observeWorkload({
      record,
      replicaSets: owned.filter(({ kind }) => kind === "replicaset"),
      revisions: [...this.#ownedRevisions.get(uid)].flatMap((id) => this.revisions.get(id) ?? []),
      pods: this.#tellsLogs() ? pods.map(withLastLines) : pods,
      warningsOf: (about) => this.#warningsOf(about),
      applied: revision === null ? null : { revision },
    });
  }

  #observeDeployer(record: WorkloadRecord): ObservedWorkload {
    const uids = deployerKeys(record).flatMap((key) => [...this.#deployed.get(key)]);
    const observed = uids.toSorted().flatMap((uid) => this.observe(uid) ?? []);
    const revision = this.#appliedRevision(workloadKey(record));
    return observeDeployer(record, { parts: observed, revision });
  }

  /** What it controls, and what that controls: an owner may be found again among what it owns. */
  #descendants(uid: string, seen = new Set([uid])): readonly WorkloadRecord[] {
    const owned = [...this.#ownedRecords.get(uid)].filter((id) => !seen.has(id));
    for (const id of owned) seen.add(id);
    return owned.flatMap((id) => {
      const record = this.#records.get(id);
      return [...(record ? [record] : []), ...this.#descendants(id, seen)];
    });
  }

  #warningsOf(about: string): readonly WarningRecord[] {
    return [...this.#warningsAbout.get(about)].flatMap((uid) => this.warnings.get(uid) ?? []);
  }

  /** What bears no mark of its deployer has that of whoever lists it. */
  #recordChanged(before: WorkloadRecord | null, after: WorkloadRecord | null): void {
    const record = after ?? before;
    if (record === null) return;
    const known = this.#records.get(record.uid) ?? null;
    this.#inventories.note(record, after !== null);
    this.#workloadChanged(known, after && this.#inventories.adopt(after));
    const listed = [before, after].map((one) => one?.source?.inventory ?? []);
    for (const uid of this.#inventories.list(record, listed[0] ?? [], listed[1] ?? [])) {
      const one = this.#records.get(uid);
      if (one) this.#workloadChanged(one, this.#inventories.adopt({ ...one, deployedBy: null }));
    }
  }

  #workloadChanged(before: WorkloadRecord | null, after: WorkloadRecord | null): void {
    const record = after ?? before;
    if (record === null) return;
    const { uid, deployedBy } = record;
    if (after === null) this.#records.delete(uid);
    else this.#records.set(uid, after);
    const owner = { from: before?.owner?.uid ?? null, to: after?.owner?.uid ?? null };
    this.#ownedRecords.move(uid, owner);
    this.#deployed.move(uid, { from: before?.deployedBy ?? null, to: after?.deployedBy ?? null });
    this.#noteNames(record, after !== null);
    this.#moveTemplate(uid, { from: before, to: after });
    this.#moveSource(record, { from: before, to: after });
    this.#mark(uid, deployedBy);
    this.#markOwners(record.owner);
  }

  #noteNames(record: WorkloadRecord, isThere: boolean): void {
    const { kind, uid } = record;
    const note = (names: Map<string, string>, key: string) => {
      if (isThere) names.set(key, uid);
      else if (names.get(key) === uid) names.delete(key);
    };
    if (kind === "deployment") note(this.#templates, templateKey(record));
    if (!deployers.has(kind) && !engines.has(kind)) return;
    for (const key of deployerKeys(record)) note(this.#deployers, key);
  }

  /** Everything that an engine deploys tells where it comes from. */
  #moveSource(
    record: WorkloadRecord,
    { from, to }: { readonly from: WorkloadRecord | null; readonly to: WorkloadRecord | null },
  ): void {
    const { uid, kind } = record;
    this.#sourceUsers.move(uid, { from: from?.source?.from ?? null, to: to?.source?.from ?? null });
    if (!deployers.has(kind) && !engines.has(kind)) return;
    const [before, after] = [from, to].map((one) =>
      JSON.stringify([one?.source, one?.paused, one?.deployedBy]),
    );
    if (before !== after) this.#markDeployed(record);
  }

  /** Engines may deploy one another, and themselves. */
  #markDeployed(engine: WorkloadRecord, seen = new Set<string>()): void {
    if (seen.has(engine.uid)) return;
    seen.add(engine.uid);
    for (const key of deployerKeys(engine)) {
      for (const uid of [...this.#sourceUsers.get(key), ...this.#deployed.get(key)]) {
        this.#changed(uid);
        const record = this.#records.get(uid);
        if (record !== undefined) this.#markDeployed(record, seen);
      }
    }
  }

  /** A template that is taken up is no workload any more, and one that is left is one again. */
  #moveTemplate(
    uid: string,
    { from, to }: { readonly from: WorkloadRecord | null; readonly to: WorkloadRecord | null },
  ): void {
    const [before, after] = [from, to].map((record) => {
      const { templateFrom = null, namespace = "" } = record ?? {};
      return templateFrom === null ? null : templateKey({ ...templateFrom, namespace });
    });
    this.#templateUsers.move(uid, { from: before ?? null, to: after ?? null });
    for (const key of new Set([before, after])) {
      const template = key ? this.#templates.get(key) : undefined;
      if (template !== undefined) this.#changed(template);
    }
    const own = to ?? from;
    if (own?.kind !== "deployment") return;
    for (const user of this.#templateUsers.get(templateKey(own))) this.#mark(user, null);
  }

  #podChanged(before: PodRecord | null, after: PodRecord | null): void {
    const pod = after ?? before;
    if (pod === null) return;
    const owner = { from: before?.owner?.uid ?? null, to: after?.owner?.uid ?? null };
    this.#ownedPods.move(pod.uid, owner);
    this.#markPod(pod);
  }

  #revisionChanged(before: RevisionRecord | null, after: RevisionRecord | null): void {
    const owner = (after ?? before)?.owner;
    const move = { from: before?.owner?.uid ?? null, to: after?.owner?.uid ?? null };
    this.#ownedRevisions.move((after ?? before)?.uid ?? "", move);
    if (owner) this.#mark(owner.uid, null);
  }

  #warningChanged(before: WarningRecord | null, after: WarningRecord | null): void {
    const warning = after ?? before;
    if (warning === null) return;
    const { uid, about } = warning;
    this.#warningsAbout.move(uid, { from: before?.about ?? null, to: after?.about ?? null });
    const pod = this.pods.get(about);
    if (pod !== undefined) this.#markPod(pod);
    else if (this.#records.has(about)) this.#mark(about, null);
  }

  #markPod({ uid, owner }: PodRecord): void {
    if (owner === null) return this.#mark(uid, null);
    this.#markOwners(owner);
  }

  /** Everything that a change of one of its parts may make look different. */
  #markOwners(owner: Owner | null | undefined): void {
    const seen = new Set<string>();
    for (let next = owner; next && !seen.has(next.uid); next = this.#records.get(next.uid)?.owner) {
      seen.add(next.uid);
      this.#mark(next.uid, null);
    }
  }

  /** Marks a workload, and the object that deploys it. */
  #mark(uid: string, deployedBy: string | null): void {
    this.#changed(uid);
    const key = deployedBy ?? this.#records.get(uid)?.deployedBy;
    const deployer = key ? this.#deployers.get(key) : undefined;
    if (deployer !== undefined) this.#changed(deployer);
  }
}

function templateKey(of: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${of.kind} ${of.namespace}/${of.name}`;
}
