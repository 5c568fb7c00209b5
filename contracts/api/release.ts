import { z } from "zod";

import { ItemFlag } from "./plan.ts";

export const CreateRelease = z.object({ planId: z.uuid() });
export type CreateRelease = z.infer<typeof CreateRelease>;

const ReleaseStatus = z.enum([
  "queued",
  "running",
  "succeeded",
  "succeeded-with-skips",
  "failed",
  "canceled",
]);

export const ReleaseStep = z.object({
  name: z.enum([
    "calculate",
    "fetch",
    "update-files",
    "commit",
    "push",
    "sync",
    "rollout",
    "result",
  ]),
  status: z.enum(["pending", "running", "succeeded", "failed", "skipped"]),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** One line: what was done, or what it waits for. */
  note: z.string(),
});
export type ReleaseStep = z.infer<typeof ReleaseStep>;

/** The target workload's pods, as far as they matter to the release. */
export const RolloutProgress = z.object({
  updated: z.int(),
  ready: z.int(),
  desired: z.int(),
  message: z.string(),
  pods: z.array(
    z.object({
      name: z.string(),
      ready: z.boolean(),
      current: z.boolean(),
      phase: z.string(),
      restarts: z.int(),
      message: z.string(),
    }),
  ),
});
export type RolloutProgress = z.infer<typeof RolloutProgress>;

export const ReleaseItem = z.object({
  workload: z.string(),
  container: z.string(),
  init: z.boolean(),
  status: z.enum([
    "up-to-date",
    "skipped",
    "failed",
    "pending",
    "committed",
    "rolling",
    "updated",
    "unknown",
  ]),
  reason: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  flags: z.array(ItemFlag),
  /** Where a forge shows the code between both images. */
  compareUrl: z.url().nullable(),
  progress: RolloutProgress.nullable(),
  finishedAt: z.string().nullable(),
});
export type ReleaseItem = z.infer<typeof ReleaseItem>;

/** One line of a release's log. `seq` counts from 1 without gaps within the release. */
export const ReleaseEvent = z.object({
  seq: z.int(),
  at: z.string(),
  level: z.enum(["info", "warning", "error"]),
  step: z.string(),
  message: z.string(),
});
export type ReleaseEvent = z.infer<typeof ReleaseEvent>;

export const ReleaseSummary = z.object({
  number: z.int(),
  title: z.string(),
  status: ReleaseStatus,
  target: z.object({ id: z.string(), name: z.string(), environment: z.string() }),
  sourceName: z.string(),
  requestedBy: z.string(),
  commit: z.string().nullable(),
  rollbackOf: z.int().nullable(),
  counts: z.object({ updated: z.int(), skipped: z.int(), failed: z.int(), total: z.int() }),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type ReleaseSummary = z.infer<typeof ReleaseSummary>;

export const ReleaseDetail = ReleaseSummary.extend({
  id: z.uuid(),
  planId: z.uuid(),
  repository: z.string(),
  branch: z.string(),
  baseCommit: z.string().nullable(),
  message: z.string(),
  diff: z.string(),
  steps: z.array(ReleaseStep),
  items: z.array(ReleaseItem),
  events: z.array(ReleaseEvent),
  error: z.string().nullable(),
  /** When the release is next tried; set while it waits for something outside. */
  retryAt: z.string().nullable(),
  /** Whether something was committed that can be restored. */
  canRollBack: z.boolean(),
  rolledBackBy: z.int().nullable(),
  /** The agent's connection: a rollout cannot be judged without it. */
  agent: z.object({ connected: z.boolean(), stateAt: z.string().nullable() }),
  /** The number of the last event of the organization that this answer includes. */
  asOf: z.int(),
});
export type ReleaseDetail = z.infer<typeof ReleaseDetail>;

export const ReleaseListQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  status: z.enum(["running", "failed", "succeeded"]).optional(),
  /** The name or the id of a cluster. */
  cluster: z.string().optional(),
  workload: z.string().optional(),
  q: z.string().max(200).optional(),
});
export type ReleaseListQuery = z.infer<typeof ReleaseListQuery>;

export const ReleaseList = z.object({
  items: z.array(ReleaseSummary),
  nextCursor: z.string().nullable(),
});
export type ReleaseList = z.infer<typeof ReleaseList>;
