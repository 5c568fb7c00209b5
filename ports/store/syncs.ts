import type { SyncDiff } from "#contracts/agent-diff.ts";
import type { NamedObject, SyncConsent, SyncSummary } from "#contracts/agent-sync.ts";

/** What a cluster's agent is told to bring its cluster to. */
interface Wanted {
  readonly clusterId: string;
  readonly commandId: string;
  readonly revision: string;
  /** Folder of the config repository. */
  readonly root: string;
  /** SHA-256 of the content, which the store holds for as long as this is the cluster's newest sync. */
  readonly digest: string;
  readonly askedAt: Date;
  /** Until when the agent may begin. */
  readonly notAfter: Date;
}

export interface NewSync extends Wanted {
  /** The name of the person who asked; null where a commit or a new agent did. */
  readonly askedBy: string | null;
  readonly consents: readonly SyncConsent[];
  /** The objects that "force" is meant for. */
  readonly forced: readonly NamedObject[];
  /** Whether the agent looks at what git did not change too. */
  readonly thorough: boolean;
}

export interface NewComparison extends Wanted {
  readonly askedBy: string;
}

/** What an agent said of a sync, the last time that it said something. */
export interface ReportedSync {
  readonly commandId: string;
  readonly at: Date;
  readonly ok: boolean;
  readonly message: string;
  /** Null where the agent did not come to syncing. */
  readonly summary: SyncSummary | null;
}

/** The newest sync that a cluster was asked for, and the newest report, which may be of an older one. */
export interface ClusterSyncRow extends Omit<NewSync, "forced" | "thorough"> {
  readonly receivedAt: Date | null;
  readonly report: ReportedSync | null;
}

/** The newest question of how a cluster differs from git, and its answer. */
export interface ComparisonRow extends Omit<NewComparison, "root" | "digest"> {
  readonly receivedAt: Date | null;
  readonly answer: {
    readonly at: Date;
    readonly message: string;
    /** Null where the agent could not tell. */
    readonly diff: SyncDiff | null;
  } | null;
}

export interface SyncReads {
  clusterSync(clusterId: string): Promise<ClusterSyncRow | null>;
  comparison(clusterId: string): Promise<ComparisonRow | null>;
}

export interface SyncAsks {
  /** Tells the agent to sync and makes this the cluster's newest sync; what was compared before is forgotten. */
  askSync(sync: NewSync): Promise<void>;
}

export interface SyncWrites extends SyncAsks {
  /** Asks the agent how the cluster differs from git; forgets the question before. */
  askComparison(comparison: NewComparison): Promise<void>;
}

export interface SyncRecords extends SyncAsks {
  /** Notes that the agent has the command; false where it is neither the newest sync nor the newest question. */
  recordSyncReceived(clusterId: string, commandId: string, at: Date): Promise<boolean>;
  /** Takes the cluster's sync over for a process of its agent; false where it has it already. */
  adoptSync(clusterId: string, instanceId: string): Promise<boolean>;
  recordSyncReport(clusterId: string, report: ReportedSync): Promise<void>;
  /** False where it is not the newest question that is answered. */
  recordComparison(
    comparison: Pick<ComparisonRow, "clusterId" | "commandId">,
    answer: NonNullable<ComparisonRow["answer"]>,
  ): Promise<boolean>;
  /** Forgets an answer, because the cluster is another one by now. A question that is still open stays. */
  forgetComparison(clusterId: string): Promise<void>;
}
