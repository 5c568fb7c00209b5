import { z } from "zod";

import { SyncDiff } from "#contracts/agent-diff.ts";
import { SyncAsk, SyncConsent, SyncSummary } from "#contracts/agent-sync.ts";

/** Whether an agent was told, has begun, was too late, or is through. */
const Progress = z.enum(["waiting", "running", "expired", "done"]);
export type CommandProgress = z.infer<typeof Progress>;

const SyncReport = z.object({
  commandId: z.string(),
  at: z.string(),
  /** Whether the cluster took everything that git contains, and let go of everything else. */
  ok: z.boolean(),
  message: z.string(),
  /** Null where the agent did not come to syncing; the message says why. */
  summary: SyncSummary.nullable(),
  /** What a person would have to allow; nothing while a newer sync is under way. */
  asks: z.array(SyncAsk),
});
export type SyncReport = z.infer<typeof SyncReport>;

const Comparison = z.object({
  revision: z.string(),
  progress: Progress,
  askedAt: z.string(),
  askedBy: z.string(),
  /** Until when the agent may begin. */
  notAfter: z.string(),
  at: z.string().nullable(),
  message: z.string(),
  /** Null before there is one, and where the agent could not tell: then the message says why. */
  diff: SyncDiff.nullable(),
});
export type Comparison = z.infer<typeof Comparison>;

/** The built-in sync of a cluster: the newest one asked for, the newest report, and how the cluster differs from git. */
export const ClusterSync = z.object({
  newest: z
    .object({
      revision: z.string(),
      progress: Progress,
      askedAt: z.string(),
      /** Null where a commit or a new agent asked for it. */
      askedBy: z.string().nullable(),
      consents: z.array(SyncConsent),
    })
    .nullable(),
  report: SyncReport.nullable(),
  comparison: Comparison.nullable(),
});
export type ClusterSync = z.infer<typeof ClusterSync>;

export const AgreeToSync = z.object({
  /** The report that asks, as the person saw it. */
  commandId: z.uuid(),
  reportedAt: z.string(),
  consents: z.array(SyncConsent).min(1).max(10),
  /** The cluster's name, typed; needed for what takes everything in it along. */
  clusterName: z.string().max(100).optional(),
});
export type AgreeToSync = z.infer<typeof AgreeToSync>;
