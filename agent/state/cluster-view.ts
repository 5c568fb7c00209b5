import { observeHelmRelease } from "#agent/project/observe-helm-release.ts";
import { observeWorkload } from "#agent/project/observe-workload.ts";
import type { PodRecord } from "#agent/project/pod-record.ts";
import { podWorkload } from "#agent/project/pod-workload.ts";
import type { ProbeRecord } from "#agent/project/probe-record.ts";
import type { RevisionRecord } from "#agent/project/revision-record.ts";
import type { WorkloadKind, WorkloadRecord } from "#agent/project/workload-record.ts";
import { ObjectCache } from "#agent/watch/object-cache.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { KeyIndex } from "./key-index.ts";

/** Kinds that are a part of whatever controls them, and workloads only where nothing does. */
const parts: ReadonlySet<WorkloadKind> = new Set(["replicaset", "job", "pod"]);

/**
 * What the watches know, joined: which workloads there are and what each looks like. Says which of them may look
 * different whenever one of their parts changed; the watches may tell in any order.
 */
export class ClusterView {
  readonly pods = new ObjectCache<PodRecord>((before, after) => this.#podChanged(before, after));
  readonly revisions = new ObjectCache<RevisionRecord>((before, after) =>
    this.#revisionChanged(before, after),
  );
  readonly probes = new ObjectCache<ProbeRecord>((before, after) =>
    this.#probeChanged(before, after),
  );
  readonly #records = new Map<string, WorkloadRecord>();
  readonly #ownedRecords = new KeyIndex();
  readonly #ownedPods = new KeyIndex();
  readonly #ownedRevisions = new KeyIndex();
  readonly #podProbes = new KeyIndex();
  readonly #releaseParts = new KeyIndex();
  readonly #releases = new Map<string, string>();
  readonly #changed: (uid: string) => void;
  readonly #appliedRevision: (key: WorkloadKey) => string | null;

  constructor(options: {
    /** Told of each workload that may look different. */
    readonly changed: (uid: string) => void;
    /** The revision that the built-in sync last applied to a workload. */
    readonly appliedRevision: (key: WorkloadKey) => string | null;
  }) {
    this.#changed = options.changed;
    this.#appliedRevision = options.appliedRevision;
  }

  /** A cache for one kind of workload. */
  workloadCache(): ObjectCache<WorkloadRecord> {
    return new ObjectCache<WorkloadRecord>((before, after) => this.#workloadChanged(before, after));
  }

  /** The uids of all workloads. */
  uids(): readonly string[] {
    const records = [...this.#records.values()].filter(isWorkload).map(({ uid }) => uid);
    const pods = [...this.pods.values()].filter(({ owner }) => owner === null);
    return [...records, ...pods.map(({ uid }) => uid)];
  }

  /** How the workload looks, or null where there is none of this uid. */
  observe(uid: string): ObservedWorkload | null {
    const pod = this.pods.get(uid);
    const record = this.#records.get(uid) ?? (pod === undefined ? undefined : podWorkload(pod));
    if (record === undefined || !isWorkload(record)) return null;
    return record.kind === "helmrelease" ? this.#observeRelease(record) : this.#observe(record);
  }

  #observe(record: WorkloadRecord): ObservedWorkload {
    const { uid } = record;
    const owned = this.#ownedBy(uid);
    const ownPod = record.kind === "pod" ? [uid] : [];
    const owners = [uid, ...owned.map((part) => part.uid)];
    const podUids = [...ownPod, ...owners.flatMap((owner) => [...this.#ownedPods.get(owner)])];
    const revision = this.#appliedRevision(workloadKey(record));
    return observeWorkload({
      record,
      replicaSets: owned.filter(({ kind }) => kind === "replicaset"),
      revisions: [...this.#ownedRevisions.get(uid)].flatMap((id) => this.revisions.get(id) ?? []),
      pods: podUids.flatMap((id) => this.pods.get(id) ?? []),
      probeOf: (podUid, container) => this.#probeOf(podUid, container),
      applied: revision === null ? null : { revision },
    });
  }

  #observeRelease(record: WorkloadRecord): ObservedWorkload {
    const uids = [...this.#releaseParts.get(`${record.namespace}/${record.name}`)].sort();
    const observed = uids.flatMap((uid) => this.observe(uid) ?? []);
    const revision = this.#appliedRevision(workloadKey(record));
    return observeHelmRelease(record, { parts: observed, revision });
  }

  #ownedBy(uid: string): readonly WorkloadRecord[] {
    return [...this.#ownedRecords.get(uid)].flatMap((id) => this.#records.get(id) ?? []);
  }

  #probeOf(podUid: string, container: string): string | null {
    let newest: ProbeRecord | null = null;
    for (const uid of this.#podProbes.get(podUid)) {
      const probe = this.probes.get(uid);
      if (probe?.container !== container) continue;
      if (newest === null || probe.at > newest.at) newest = probe;
    }
    return newest?.message ?? null;
  }

  #workloadChanged(before: WorkloadRecord | null, after: WorkloadRecord | null): void {
    const record = after ?? before;
    if (record === null) return;
    const { uid, kind, namespace, name } = record;
    if (after === null) this.#records.delete(uid);
    else this.#records.set(uid, after);
    const owner = { from: before?.owner?.uid ?? null, to: after?.owner?.uid ?? null };
    this.#ownedRecords.move(uid, owner);
    const release = { from: before?.helmRelease ?? null, to: after?.helmRelease ?? null };
    this.#releaseParts.move(uid, release);
    if (kind === "helmrelease" && after !== null) this.#releases.set(`${namespace}/${name}`, uid);
    this.#mark(uid, record.helmRelease);
    if (record.owner !== null) this.#mark(record.owner.uid, null);
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

  #probeChanged(before: ProbeRecord | null, after: ProbeRecord | null): void {
    const probe = after ?? before;
    if (probe === null) return;
    const move = { from: before?.podUid ?? null, to: after?.podUid ?? null };
    this.#podProbes.move(probe.uid, move);
    const pod = this.pods.get(probe.podUid);
    if (pod !== undefined) this.#markPod(pod);
  }

  #markPod({ uid, owner }: PodRecord): void {
    if (owner === null) return this.#mark(uid, null);
    const through = this.#records.get(owner.uid);
    this.#mark(through?.owner?.uid ?? owner.uid, null);
  }

  /** Marks a workload, and the Helm release that it is part of. */
  #mark(uid: string, helmRelease: string | null): void {
    this.#changed(uid);
    const release = helmRelease ?? this.#records.get(uid)?.helmRelease;
    const releaseUid = release ? this.#releases.get(release) : undefined;
    if (releaseUid !== undefined) this.#changed(releaseUid);
  }
}

function isWorkload({ kind, owner }: WorkloadRecord): boolean {
  return owner === null || !parts.has(kind);
}
