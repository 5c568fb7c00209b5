import type { AgentCapability } from "#contracts/agent-capability.ts";
import type { StreamEvent } from "#contracts/events.ts";
import type { JobName, JobPayload } from "#contracts/jobs.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { Problem } from "#domain/manifest/file.ts";
import type { FoundEngine } from "#domain/manifest/find-engines.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import type { AgentKeyRecords } from "./agent-keys.ts";
import type { SyncReport } from "./cluster-rows.ts";
import type { CommandType } from "./command-rows.ts";
import type { ImageRepositoryRow, ImageRow } from "./image-rows.ts";
import type { LaneLease } from "./lane-rows.ts";
import type { CalculatedPlan } from "./plan-rows.ts";
import type { PodLogRecords } from "./pod-logs.ts";
import type { TenantReader } from "./reader.ts";
import type {
  ReleaseEventRow,
  ReleaseItemRow,
  ReleaseRow,
  ReleaseStepRow,
} from "./release-rows.ts";
import type { ConfigRepositoryRow, ManifestRow, RepositoryCheck } from "./repository-rows.ts";
import type { SyncRecords } from "./syncs.ts";

export type ReleasePatch = Partial<
  Pick<
    ReleaseRow,
    | "status"
    | "commit"
    | "baseCommit"
    | "error"
    | "retryAt"
    | "attempts"
    | "startedAt"
    | "finishedAt"
  >
>;
export type StepPatch = Partial<Omit<ReleaseStepRow, "name">>;
export type ItemPatch = Partial<
  Pick<ReleaseItemRow, "status" | "reason" | "progress" | "finishedAt">
>;

/** What changes about one release; all that is left out stays as it is. */
export interface ReleaseChange {
  readonly releaseId: string;
  readonly release: ReleasePatch;
  readonly steps: ReadonlyMap<ReleaseStepRow["name"], StepPatch>;
  /** By the item's id. */
  readonly items: ReadonlyMap<string, ItemPatch>;
  readonly events: readonly Omit<ReleaseEventRow, "seq">[];
}

/** A release after a change, with those steps, items and events that the change named. */
export interface ChangedRelease {
  readonly release: Pick<
    ReleaseRow,
    "id" | "number" | "status" | "commit" | "finishedAt" | "retryAt" | "error"
  >;
  readonly steps: readonly ReleaseStepRow[];
  readonly items: readonly ReleaseItemRow[];
  readonly events: readonly ReleaseEventRow[];
}

/** What machines record. No audit entry: each of these follows from something that has one. */
export interface TenantRecorder extends TenantReader, AgentKeyRecords, PodLogRecords, SyncRecords {
  /** Uses the token up in one statement and registers the key; false where it was used, replaced or too old. */
  enrolAgent(input: {
    readonly tokenHash: string;
    readonly clusterId: string;
    readonly keyId: string;
    readonly publicKey: string;
    /** The uid of its `kube-system`, where the agent told it. */
    readonly kubernetesUid: string | null;
    readonly now: Date;
  }): Promise<boolean>;
  /** Takes the cluster's session for a new connection; older ones are fenced by the smaller epoch. */
  openSession(input: {
    readonly clusterId: string;
    readonly now: Date;
    readonly agentVersion: string;
    readonly kubernetesVersion: string;
    readonly missingRights: readonly string[];
    readonly capabilities?: readonly AgentCapability[] | null;
  }): Promise<{ readonly sessionEpoch: number; readonly stream: StreamCursor | null }>;
  /** False where the session is no longer the newest. `connected: false` only ends this very session. */
  touchSession(input: {
    readonly clusterId: string;
    readonly sessionEpoch: number;
    readonly now: Date;
    readonly connected: boolean;
  }): Promise<boolean>;
  /** Stores objects and cursor together; false (and nothing stored) where the session is fenced. */
  applyState(input: StateChange): Promise<boolean>;
  recordSync(clusterId: string, report: SyncReport): Promise<void>;

  addCommand(command: {
    readonly id: string;
    readonly clusterId: string;
    readonly type: CommandType;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly createdAt: Date;
    readonly notAfter: Date;
  }): Promise<void>;
  recordCommand(input: {
    readonly clusterId: string;
    readonly id: string;
    readonly state: "received" | "done" | "failed" | "expired";
    readonly at: Date;
    readonly result: string | null;
  }): Promise<void>;
  putBundle(digest: string, content: Buffer): Promise<void>;

  /** Replaces what the cluster's path defines; rows that stay the same are not written. */
  recordManifests(input: {
    readonly clusterId: string;
    readonly tip: string;
    readonly readAt: Date;
    readonly manifests: readonly Omit<ManifestRow, "clusterId">[];
    readonly engines: readonly FoundEngine[];
    readonly problems: readonly Problem[];
  }): Promise<void>;
  /** The branch was read and had not moved; clears an error. */
  recordRead(input: {
    readonly clusterId: string;
    readonly tip: string;
    readonly readAt: Date;
  }): Promise<void>;
  recordBranchError(input: {
    readonly repositoryId: string;
    readonly branch: string;
    readonly at: Date;
    readonly error: string;
  }): Promise<void>;
  /** Dropped where another check was asked for since the repository was read. */
  recordRepositoryCheck(
    repository: Pick<ConfigRepositoryRow, "id" | "checkAskedAt">,
    check: RepositoryCheck,
  ): Promise<void>;

  /** Makes sure that a repository with this canonical name is known; returns ids of the new ones. */
  addImageRepositories(
    repositories: readonly { readonly id: string; readonly name: string }[],
  ): Promise<readonly string[]>;
  /** Adds and changes images, removes those whose tag is not in `tags`; marks that are left out stay. */
  recordScan(input: {
    readonly repositoryId: string;
    readonly at: Date;
    readonly images: readonly Omit<ImageRow, "repositoryId">[];
    readonly tags: readonly string[];
    readonly marks?: Pick<ImageRepositoryRow, "tagsEtag" | "verifiedAt">;
  }): Promise<void>;
  recordScanError(input: {
    readonly repositoryId: string;
    readonly at: Date;
    readonly error: string;
  }): Promise<void>;

  recordPlan(id: string, plan: CalculatedPlan): Promise<void>;
  failPlan(id: string, error: string): Promise<void>;

  /** Takes the lane for `milliseconds`; null while another worker holds it. */
  takeLane(input: {
    readonly laneId: string;
    readonly owner: string;
    readonly now: Date;
    readonly milliseconds: number;
  }): Promise<LaneLease | null>;
  /** False where another worker took over: stop writing. */
  keepLane(lease: LaneLease, now: Date, milliseconds: number): Promise<boolean>;
  releaseLane(lease: LaneLease): Promise<void>;
  /** Takes the releases out of their lane. */
  leaveLane(lease: LaneLease, releaseIds: readonly string[]): Promise<void>;
  /** Throws DomainError "conflict" where the lease is lost; call first in a transaction that writes under it. */
  requireLane(lease: LaneLease): Promise<void>;

  /**
   * Changes any number of releases at once, one change each, and numbers their events within each release, without
   * gaps. Returns what was changed as it is now, in the order of the changes; unknown releases are left out.
   */
  changeReleases(changes: readonly ReleaseChange[]): Promise<readonly ChangedRelease[]>;

  /** Numbers the event within the organization at commit, without gaps, and rings who listens. */
  emit(event: StreamEvent): Promise<void>;
  enqueue<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void>;
}

export interface StreamCursor {
  readonly epoch: string;
  readonly seq: number;
}

export interface StateChange {
  readonly clusterId: string;
  readonly sessionEpoch: number;
  readonly cursor: StreamCursor;
  readonly at: Date;
  /** A snapshot replaces everything; a delta adds, changes and removes. */
  readonly kind: "snapshot" | "delta";
  readonly upserts: readonly { readonly key: WorkloadKey; readonly observed: ObservedWorkload }[];
  /** Uids of what a snapshot has as it is stored. */
  readonly kept?: readonly string[];
  /** Uids that are gone. */
  readonly deletes: readonly string[];
}
