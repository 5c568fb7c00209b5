import type { AgentCapability } from "#contracts/agent-capability.ts";
import type { Grant } from "#domain/access/can.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { CustomWorkloadKind } from "#domain/manifest/custom-workload-kind.ts";
import type { Problem } from "#domain/manifest/file.ts";
import type { ClusterMapping } from "#domain/promotion/mapping.ts";
import type {
  ItemFlag,
  PlanItem,
  PlannedEdit,
  PlanScope,
  PlanSource,
  Selection,
} from "#domain/promotion/plan.ts";
import type {
  ReleaseItemStatus,
  ReleaseStatus,
  StepName,
  StepStatus,
} from "#domain/promotion/release.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import type { Actor } from "./actor.ts";
import type { AgentKeyFacts } from "./agent-keys.ts";

export interface OrganizationRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** What an organization decided for itself. */
export interface OrganizationSettingsRow {
  /** Counts changes of the name and of the settings; 0 before the first. */
  readonly version: number;
  readonly signCommits: boolean;
}

/** A key that signs, or signed, the organization's commits; without its private part. */
export interface SigningKeyRow {
  readonly id: string;
  /** One line as OpenSSH writes public keys. */
  readonly publicKey: string;
  readonly createdAt: Date;
  /** When another key took over; null for the one that signs. */
  readonly retiredAt: Date | null;
}

export interface CustomWorkloadKindRow extends CustomWorkloadKind {
  readonly createdAt: Date;
}

/** How the workloads and images of one cluster are called in another. */
export interface ClusterMappingRow extends ClusterMapping {
  readonly fromClusterId: string;
  readonly toClusterId: string;
  /** Counts changes, from 1. */
  readonly version: number;
  readonly changedAt: Date;
}

export interface ClusterRow {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  /** Place in the pipeline; columns and lists are ordered by it, then by name. */
  readonly position: number;
  readonly createdAt: Date;
  readonly connected: boolean;
  readonly connectedAt: Date | null;
  readonly lastSeenAt: Date | null;
  /** When state was last committed; null before the first snapshot. */
  readonly stateAt: Date | null;
  readonly agentVersion: string | null;
  readonly kubernetesVersion: string | null;
  /** Rights the agent lacks, as it reported at its last connection; null before it did. */
  readonly missingRights: readonly string[] | null;
  /** What the agent can do, as it said at its last connection; null where it is older than the question. */
  readonly capabilities: readonly AgentCapability[] | null;
  readonly enrolled: boolean;
  /** The agent's key; null before an agent enrolled. */
  readonly key: AgentKeyFacts | null;
  readonly sync: SyncReport | null;
}

export interface SyncReport {
  readonly revision: string;
  readonly at: Date;
  readonly ok: boolean;
  readonly message: string;
}

export interface ConfigRepositoryRow {
  readonly id: string;
  readonly url: string;
  readonly credentials: SealedCredentials;
  /** The ssh host's key that a person confirmed. */
  readonly hostKey: string | null;
  /** PEM certificates that are trusted besides the system's. */
  readonly ca: string | null;
  readonly checkAskedAt: Date | null;
  readonly check: RepositoryCheck | null;
}

/** How a repository is opened. Passwords, keys and passphrases are sealed; they are opened only in workers. */
export type SealedCredentials =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | {
      readonly kind: "github-app";
      readonly appId: string;
      readonly installationId: string;
      readonly apiUrl: string;
      readonly privateKey: string;
    }
  | {
      readonly kind: "ssh-key";
      /** One line as OpenSSH writes it; null where it could not be read out of the private key. */
      readonly publicKey: string | null;
      readonly privateKey: string;
      readonly passphrase: string | null;
    };

/** What a worker found when it tried the connection. */
export interface RepositoryCheck {
  readonly at: Date;
  readonly branches: readonly string[];
  /** Whether the host announces that it would take a push; null where it could not be asked. */
  readonly canWrite: boolean | null;
  /** Why it does not work, in a sentence; null when it does. */
  readonly error: string | null;
  /** The key that the ssh host showed, where it is not the trusted one. */
  readonly shownHostKey: string | null;
}

/** Where a cluster's manifests live, and what is known of that branch. */
export interface ClusterSourceRow {
  readonly clusterId: string;
  readonly repository: ConfigRepositoryRow;
  readonly branch: string;
  readonly path: string;
  /** The newest commit that was read and indexed; null before the first. */
  readonly tip: string | null;
  readonly readAt: Date | null;
  readonly error: string | null;
  readonly problems: readonly Problem[];
}

export interface WorkloadRow {
  readonly clusterId: string;
  readonly key: WorkloadKey;
  readonly observed: ObservedWorkload;
  readonly changedAt: Date;
}

/** What a cluster's path of its config repository defines, one row per workload. */
export interface ManifestRow {
  readonly clusterId: string;
  readonly key: WorkloadKey;
  readonly file: string;
  readonly line: number;
  readonly containers: readonly {
    readonly name: string;
    readonly init: boolean;
    readonly image: string;
    readonly file: string;
    readonly line: number;
  }[];
  readonly locked: { readonly by: string | null; readonly message: string | null } | null;
  readonly filters: Readonly<Record<string, string>>;
}

export interface RegistryRow {
  readonly id: string;
  readonly host: string;
  readonly endpoint: string;
  readonly username: string | null;
  readonly password: string | null;
}

export interface ImageRepositoryRow {
  readonly id: string;
  /** Canonical name: `docker.io/library/nginx`. */
  readonly name: string;
  readonly scannedAt: Date | null;
  readonly error: string | null;
  /** What the registry recognises its list of tags by; null where it offers nothing. */
  readonly tagsEtag: string | null;
  /** When the tags that matter were last looked at for being pushed again. */
  readonly verifiedAt: Date | null;
}

export interface ImageRow {
  readonly repositoryId: string;
  readonly tag: string;
  readonly digest: string | null;
  /** Every digest by which a runtime may call it; empty where that is not known. */
  readonly digests: readonly string[];
  readonly createdAt: Date | null;
  readonly revision: string | null;
  readonly source: string | null;
}

/** The images of a workload as a file writes or the cluster runs them, and its tag filters by container. */
export interface ImageUseRow {
  readonly clusterId: string;
  readonly key: WorkloadKey;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  readonly filters: Readonly<Record<string, string>>;
}

export type PlanStatus = "calculating" | "ready" | "failed" | "released";

export interface PlanRow {
  readonly id: string;
  readonly status: PlanStatus;
  readonly requestedBy: Actor;
  readonly clusterId: string;
  readonly source: PlanSource;
  readonly selection: readonly Selection[] | null;
  /** Null: nothing is narrowed. */
  readonly scope: PlanScope | null;
  readonly subject: string | null;
  readonly baseCommit: string | null;
  readonly items: readonly PlanItem[];
  readonly edits: readonly PlannedEdit[];
  readonly diff: string;
  readonly files: readonly {
    readonly path: string;
    readonly added: number;
    readonly removed: number;
  }[];
  readonly title: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly hash: string | null;
  readonly error: string | null;
  readonly releaseNumber: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The parts of a plan that its calculation finds. */
export type CalculatedPlan = Pick<
  PlanRow,
  "baseCommit" | "items" | "edits" | "diff" | "files" | "title" | "message" | "problems" | "hash"
>;

export interface ReleaseRow {
  readonly id: string;
  readonly number: number;
  readonly planId: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly environment: string;
  readonly source: PlanSource;
  readonly sourceName: string;
  readonly repositoryId: string;
  readonly repositoryUrl: string;
  readonly branch: string;
  readonly title: string;
  readonly message: string;
  readonly diff: string;
  readonly edits: readonly PlannedEdit[];
  readonly status: ReleaseStatus;
  readonly requestedBy: Actor;
  readonly rollbackOf: number | null;
  readonly rolledBackBy: number | null;
  readonly baseCommit: string | null;
  readonly commit: string | null;
  readonly error: string | null;
  readonly retryAt: Date | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface ReleaseStepRow {
  readonly name: StepName;
  readonly status: StepStatus;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly note: string;
}

export interface ReleaseItemRow {
  readonly id: string;
  readonly workload: WorkloadKey;
  readonly container: string;
  readonly init: boolean;
  readonly status: ReleaseItemStatus;
  readonly reason: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Every digest by which a runtime may call `to` as it was when it was released; empty where that is not known. */
  readonly digests: readonly string[];
  readonly file: string | null;
  readonly line: number | null;
  readonly flags: readonly ItemFlag[];
  readonly compareUrl: string | null;
  readonly progress: ItemProgress | null;
  readonly finishedAt: Date | null;
}

export interface ItemProgress {
  readonly updated: number;
  readonly ready: number;
  readonly desired: number;
  readonly message: string;
  /** Whether what deploys it holds the commit back: its time does not run. */
  readonly held?: boolean;
  readonly pods: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly current: boolean;
    readonly phase: string;
    readonly restarts: number;
    readonly message: string;
  }[];
}

export type EventLevel = "info" | "warning" | "error";

export interface ReleaseEventRow {
  readonly seq: number;
  readonly at: Date;
  readonly level: EventLevel;
  readonly step: StepName;
  readonly message: string;
}

export interface LaneRow {
  readonly id: string;
  readonly repository: ConfigRepositoryRow;
  readonly branch: string;
}

/** A worker's hold on a lane. Every write under it names the epoch and fails once another took over. */
export interface LaneLease {
  readonly laneId: string;
  readonly epoch: number;
}

export type CommandType = "nudge" | "sync" | "diff" | "relist" | "logs" | "rotateKey";

export interface CommandRow {
  readonly seq: number;
  readonly id: string;
  readonly type: CommandType;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly notAfter: Date;
  readonly state: "waiting" | "received" | "done" | "failed" | "expired";
  readonly result: string | null;
}

export interface MembershipRow {
  readonly organization: OrganizationRow;
  readonly grant: Grant;
}
