import type { StreamEvent } from "#contracts/events.ts";
import type { WorkloadKey } from "#domain/glossary.ts";

import type {
  ClusterRow,
  ClusterSourceRow,
  CommandRow,
  ConfigRepositoryRow,
  ImageRepositoryRow,
  ImageRow,
  LaneRow,
  ManifestRow,
  OrganizationRow,
  PlanRow,
  RegistryRow,
  ReleaseEventRow,
  ReleaseItemRow,
  ReleaseRow,
  ReleaseStepRow,
  WorkloadRow,
} from "./rows.ts";

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
export interface TenantReader {
  organization(): Promise<OrganizationRow>;

  clusters(): Promise<readonly ClusterRow[]>;
  cluster(id: string): Promise<ClusterRow | null>;
  /** The newest enrolment token of a cluster. */
  enrolment(
    clusterId: string,
  ): Promise<{ readonly expiresAt: Date; readonly usedAt: Date | null } | null>;
  /** Ordered by URL; a known URL keeps its id. */
  configRepositories(): Promise<readonly ConfigRepositoryRow[]>;
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

  registries(): Promise<readonly RegistryRow[]>;
  imageRepositories(): Promise<readonly ImageRepositoryRow[]>;
  imageRepository(id: string): Promise<ImageRepositoryRow | null>;
  /** The images of the named repositories (canonical names); all repositories when left out. */
  images(names?: readonly string[]): Promise<readonly ImageRow[]>;

  plan(id: string): Promise<PlanRow | null>;
  release(number: number): Promise<ReleaseRow | null>;
  releaseById(id: string): Promise<ReleaseRow | null>;
  releaseByIdempotencyKey(key: string): Promise<ReleaseRow | null>;
  releases(
    filter: ReleaseFilter,
  ): Promise<readonly (ReleaseRow & { readonly counts: ReleaseCounts })[]>;
  releaseSteps(releaseId: string): Promise<readonly ReleaseStepRow[]>;
  releaseItems(releaseId: string): Promise<readonly ReleaseItemRow[]>;
  releaseEvents(releaseId: string): Promise<readonly ReleaseEventRow[]>;
  /** Releases of the cluster that wait for its rollout. */
  rollingReleases(clusterId: string): Promise<readonly ReleaseRow[]>;
  lastChanges(key: WorkloadKey): Promise<readonly LastChange[]>;

  lane(id: string): Promise<LaneRow | null>;
  /** Releases that wait in the lane, oldest first. */
  laneReleases(laneId: string): Promise<readonly ReleaseRow[]>;

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
