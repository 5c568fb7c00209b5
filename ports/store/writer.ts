import type { StreamEvent } from "#contracts/events.ts";
import type { JobName, JobPayload } from "#contracts/jobs.ts";
import type { Grant } from "#domain/access/can.ts";

import type { AgentKeyWrites } from "./agent-keys.ts";
import type { ClusterMappingRow, ClusterRow } from "./cluster-rows.ts";
import type {
  CustomWorkloadKindRow,
  OrganizationSettingsRow,
  SigningKeyRow,
} from "./organization-rows.ts";
import type { PlanRow } from "./plan-rows.ts";
import type { PodLogWrites } from "./pod-logs.ts";
import type { TenantReader } from "./reader.ts";
import type { ReleaseItemRow, ReleaseRow } from "./release-rows.ts";
import type { SealedCredentials } from "./repository-rows.ts";
import type { SyncWrites } from "./syncs.ts";

export type NewPlan = Pick<
  PlanRow,
  | "id"
  | "requestedBy"
  | "clusterId"
  | "source"
  | "selection"
  | "scope"
  | "subject"
  | "createdAt"
  | "expiresAt"
>;

export type NewRelease = Pick<
  ReleaseRow,
  | "id"
  | "planId"
  | "clusterId"
  | "source"
  | "sourceName"
  | "repositoryId"
  | "branch"
  | "title"
  | "message"
  | "diff"
  | "edits"
  | "requestedBy"
  | "rollbackOf"
  | "baseCommit"
  | "createdAt"
> & {
  readonly idempotencyKey: string;
  readonly items: readonly Omit<ReleaseItemRow, "progress">[];
};

/** What people change. Opened only through `Store.write`, which names the permission and the audit event. */
export interface TenantWriter extends TenantReader, AgentKeyWrites, PodLogWrites, SyncWrites {
  addMember(member: { readonly userId: string; readonly grant: Grant }): Promise<void>;
  /** Waits for a person who signs in with that verified address. Replaces an older one. */
  addInvitation(invitation: {
    readonly id: string;
    readonly email: string;
    readonly grant: Grant;
  }): Promise<void>;

  /** False, and nothing changed, where the settings are no longer those of `version`. */
  changeSettings(
    version: number,
    changes: Partial<Pick<OrganizationSettingsRow, "signCommits">> & { readonly name?: string },
  ): Promise<boolean>;
  /** Makes this the key that signs; forgets the private part of the one before. The private key is already sealed. */
  addSigningKey(
    key: Pick<SigningKeyRow, "id" | "publicKey"> & { readonly privateKey: string },
  ): Promise<void>;
  /** DomainError "conflict" where the kind is there already. */
  addCustomWorkloadKind(kind: Omit<CustomWorkloadKindRow, "createdAt">): Promise<void>;
  /** False where there is no such kind. */
  removeCustomWorkloadKind(kind: Pick<CustomWorkloadKindRow, "group" | "kind">): Promise<boolean>;
  /** Has every branch read again as if it had moved. */
  forgetTips(): Promise<void>;
  /**
   * Stores what the pair's mapping of `version` becomes; 0 means that there was none. False, and nothing changed,
   * where it is another one by now.
   */
  putClusterMapping(mapping: Omit<ClusterMappingRow, "changedAt">): Promise<boolean>;
  /** False, and nothing changed, where the mapping is no longer the one of `version`. */
  removeClusterMapping(
    mapping: Pick<ClusterMappingRow, "fromClusterId" | "toClusterId" | "version">,
  ): Promise<boolean>;

  createCluster(
    cluster: Pick<ClusterRow, "id" | "name" | "environment" | "position" | "createdAt">,
  ): Promise<void>;
  /** Removes the cluster, its state, keys and tokens; its releases stay. */
  removeCluster(id: string): Promise<void>;
  /** Only the hash is kept; older tokens of the cluster stop working. */
  addEnrolmentToken(token: {
    readonly id: string;
    readonly clusterId: string;
    readonly hash: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  }): Promise<void>;

  /** One row per canonical URL of the organization; returns its id. Its secrets are already sealed. */
  putConfigRepository(repository: {
    readonly id: string;
    readonly url: string;
    readonly credentials: SealedCredentials;
    readonly hostKey?: string | null;
    readonly ca?: string | null;
  }): Promise<string>;
  /** Remembers that a check of the connection was asked for, and forgets what the last one found. */
  askRepositoryCheck(id: string, at: Date): Promise<void>;
  putClusterSource(source: {
    readonly clusterId: string;
    readonly repositoryId: string;
    readonly branch: string;
    readonly path: string;
  }): Promise<void>;
  /** One row per host; returns its id. */
  putRegistry(registry: {
    readonly id: string;
    readonly host: string;
    readonly endpoint: string;
    readonly username: string | null;
    readonly password: string | null;
  }): Promise<string>;

  createPlan(plan: NewPlan): Promise<void>;
  /**
   * Writes the release with its number, steps, items and lane entry, and marks the plan as released.
   * A plan is released once: returns null where it was already.
   */
  createRelease(
    release: NewRelease,
  ): Promise<{ readonly number: number; readonly laneId: string } | null>;

  /** Numbers the event within the organization at commit, without gaps, and rings who listens. */
  emit(event: StreamEvent): Promise<void>;
  /** Puts a job into the outbox; it rings after the commit. */
  enqueue<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void>;
}
