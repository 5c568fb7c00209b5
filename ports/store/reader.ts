import type { StreamEvent } from "#contracts/events.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { FoundEngine } from "#domain/manifest/find-engines.ts";
import type { ClusterMapping } from "#domain/promotion/mapping.ts";

import type { ClusterMappingRow, ClusterRow, WorkloadRow } from "./cluster-rows.ts";
import type { CommandRow } from "./command-rows.ts";
import type { ImageRepositoryRow, ImageRow, ImageUseRow, RegistryRow } from "./image-rows.ts";
import type { LaneRow } from "./lane-rows.ts";
import type {
  CustomWorkloadKindRow,
  OrganizationRow,
  OrganizationSettingsRow,
  SigningKeyRow,
} from "./organization-rows.ts";
import type { PlanRow } from "./plan-rows.ts";
import type { PodLogReads } from "./pod-logs.ts";
import type {
  ReleaseEventRow,
  ReleaseItemRow,
  ReleaseRow,
  ReleaseStepRow,
} from "./release-rows.ts";
import type { ClusterSourceRow, ConfigRepositoryRow, ManifestRow } from "./repository-rows.ts";
import type { SyncReads } from "./syncs.ts";

export interface ReleaseFilter {
  readonly limit: number;
  /** Releases with a smaller number only. */
  readonly before?: number;
  readonly status?: "running" | "failed" | "succeeded";
  readonly clusterId?: string;
  readonly workload?: WorkloadKey;
  /** Part of the title, the commit or a tag. */
  readonly text?: string;
}

export interface ReleaseCounts {
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  readonly total: number;
}

/** The last release that wrote a container's image in a cluster. */
export interface LastChange {
  readonly workload: WorkloadKey;
  readonly container: string;
  readonly clusterId: string;
  readonly to: string;
  readonly release: number;
  readonly at: Date;
  readonly by: string;
}

/** What can be read of one organization. Lookups give null for what is unknown or another's. */
export interface TenantReader extends PodLogReads, SyncReads {
  organization(): Promise<OrganizationRow>;
  organizationSettings(): Promise<OrganizationSettingsRow>;
  /** Newest first: the first one that is not retired signs. */
  signingKeys(): Promise<readonly SigningKeyRow[]>;
  /** The key that signs commits now, its private part sealed; null where commits are not signed. */
  activeSigningKey(): Promise<{ readonly id: string; readonly privateKey: string } | null>;
  /** Ordered by group and kind. */
  customWorkloadKinds(): Promise<readonly CustomWorkloadKindRow[]>;
  clusterMappings(): Promise<readonly ClusterMappingRow[]>;
  /** The mapping of a pair of clusters; the one of same names where none was made. */
  clusterMapping(fromClusterId: string, toClusterId: string): Promise<ClusterMapping>;

  clusters(): Promise<readonly ClusterRow[]>;
  cluster(id: string): Promise<ClusterRow | null>;
  /** The newest enrolment token of a cluster. */
  enrolment(
    clusterId: string,
  ): Promise<{ readonly expiresAt: Date; readonly usedAt: Date | null } | null>;
  /** Ordered by URL; a known URL keeps its id. */
  configRepositories(): Promise<readonly ConfigRepositoryRow[]>;
  configRepository(id: string): Promise<ConfigRepositoryRow | null>;
  clusterSources(): Promise<readonly ClusterSourceRow[]>;
  clusterSource(clusterId: string): Promise<ClusterSourceRow | null>;

  workloads(filter?: {
    readonly clusterId?: string;
    readonly key?: WorkloadKey;
  }): Promise<readonly WorkloadRow[]>;
  manifests(filter?: {
    readonly clusterId?: string;
    readonly key?: WorkloadKey;
  }): Promise<readonly ManifestRow[]>;
  /** The objects of Flux and Argo CD that each cluster's path defines, by the cluster's id. */
  engineFiles(): Promise<ReadonlyMap<string, readonly FoundEngine[]>>;

  registries(): Promise<readonly RegistryRow[]>;
  imageRepositories(): Promise<readonly ImageRepositoryRow[]>;
  imageRepository(id: string): Promise<ImageRepositoryRow | null>;
  /** The images of the named repositories (canonical names); all repositories when left out. */
  images(names?: readonly string[]): Promise<readonly ImageRow[]>;
  /** What is known of single tags of repositories (canonical names); those that no scan found are left out. */
  taggedImages(
    wanted: readonly { readonly repository: string; readonly tag: string }[],
  ): Promise<readonly (Omit<ImageRow, "repositoryId"> & { readonly repository: string })[]>;
  /** Workloads of files and of clusters with a container whose image may hold this part; some may not. */
  imageUses(part: string): Promise<readonly ImageUseRow[]>;

  plan(id: string): Promise<PlanRow | null>;
  release(number: number): Promise<ReleaseRow | null>;
  releaseById(id: string): Promise<ReleaseRow | null>;
  releaseByIdempotencyKey(key: string): Promise<ReleaseRow | null>;
  releases(
    filter: ReleaseFilter,
  ): Promise<readonly (ReleaseRow & { readonly counts: ReleaseCounts })[]>;
  releaseSteps(releaseId: string): Promise<readonly ReleaseStepRow[]>;
  releaseItems(releaseId: string): Promise<readonly ReleaseItemRow[]>;
  /** The items of several releases by the release's id; one without items is left out. */
  itemsOfReleases(
    releaseIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ReleaseItemRow[]>>;
  releaseEvents(releaseId: string): Promise<readonly ReleaseEventRow[]>;
  /** Releases of the cluster that wait for its rollout. */
  rollingReleases(clusterId: string): Promise<readonly ReleaseRow[]>;
  lastChanges(key: WorkloadKey): Promise<readonly LastChange[]>;

  lane(id: string): Promise<LaneRow | null>;
  /** Releases that wait in the lane, oldest first. */
  laneReleases(laneId: string): Promise<readonly ReleaseRow[]>;
  /** When something was pushed to the repository after a moment, newest first; one time for each push. */
  pushesSince(repositoryId: string, since: Date): Promise<readonly Date[]>;

  /** Commands that the agent has not finished and that have not expired, in order. */
  openCommands(clusterId: string, now: Date): Promise<readonly CommandRow[]>;
  bundle(digest: string): Promise<Buffer | null>;

  /** Events after the number, oldest first; `oldest` is the first number that is still kept. */
  streamEvents(
    after: number,
    limit: number,
  ): Promise<{
    readonly events: readonly { readonly seq: number; readonly event: StreamEvent }[];
    readonly oldest: number;
    readonly last: number;
  }>;
}
