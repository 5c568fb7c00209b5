import { z } from "zod";

const PlanSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("image-repo") }),
  z.object({ kind: z.literal("cluster"), clusterId: z.uuid() }),
  z.object({ kind: z.literal("release"), number: z.int().positive() }),
]);

const WorkloadKey = z.string().regex(/^[^:/]+:[^:/]+\/[^/]+$/, "namespace:kind/name");

const ContainerChoice = z.object({
  name: z.string().min(1).max(253),
  /** `1.2.3`, `1.2.3@sha256:…` or `@sha256:…`, in place of what the source has. */
  tag: z.string().min(1).max(280).optional(),
  /** The same with the repository. */
  image: z.string().min(1).max(600).optional(),
  /** The image that the target's file must write, else nothing is changed; empty is not checked. */
  current: z.string().max(600).optional(),
});

/** Narrows the selection, or everything where nothing is selected. */
const Scope = z.object({
  namespaces: z.array(z.string().min(1).max(63)).max(500),
  /** As kubectl takes it: `team=shop,tier in (web,api),!legacy`. */
  labels: z.string().max(1000),
  exclude: z.array(WorkloadKey).max(5000),
  /** Release this image, to every container that uses its repository. */
  image: z.string().min(1).max(600).nullable(),
  /** Release `image` even where a file's tag filter does not allow it. */
  ignoreFilters: z.boolean(),
  /** Pass over what is not at its `current` instead of holding everything back. */
  skipMismatches: z.boolean(),
});

export const ItemFlag = z.enum([
  "downgrade",
  "major",
  "overlay",
  "together",
  "not-running",
  "lock-lifted",
  "outside-filter",
  "image-automation",
]);

const WorkloadChoice = z.object({
  workload: WorkloadKey,
  containers: z.array(ContainerChoice).min(1).optional(),
  /** Change it in spite of the lock in its file. Needs a right of its own. */
  liftLock: z.boolean().optional(),
});

export const PlanRequest = z.object({
  target: z.uuid(),
  source: PlanSource,
  /** Left out: every workload of the target that the source can change. */
  selection: z.array(WorkloadChoice).max(5000).optional(),
  scope: Scope.partial().optional(),
  /** Replaces the subject line of the commit message. */
  subject: z.string().trim().min(1).max(200).optional(),
});
export type PlanRequest = z.infer<typeof PlanRequest>;

export const PlanItem = z.object({
  workload: z.string(),
  container: z.string(),
  init: z.boolean(),
  outcome: z.enum(["update", "up-to-date", "skipped", "failed"]),
  /** Code of the closed list of reasons, and its sentence. */
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** What the file writes, and what it will write. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** What the source has, as it is written there. */
  offered: z.string().nullable(),
  /** The source's workload where a mapping names it differently. */
  sourceWorkload: z.string().nullable(),
  running: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  flags: z.array(ItemFlag),
  /** Where a forge shows the code between both images. */
  compareUrl: z.url().nullable(),
});
export type PlanItem = z.infer<typeof PlanItem>;

/** An object of Flux or Argo CD that does not apply the commit by itself. */
const PlanHold = z.object({
  by: z.string(),
  why: z.enum(["suspended", "auto-sync-off", "window-shut"]),
  text: z.string(),
  /** What a person runs to have it applied. */
  command: z.string().nullable(),
  /** When it goes on by itself. */
  until: z.string().nullable(),
  workloads: z.array(z.string()),
});
export type PlanHold = z.infer<typeof PlanHold>;

export const PlanResponse = z.object({
  id: z.uuid(),
  status: z.enum(["calculating", "ready", "failed", "expired", "released"]),
  target: z.object({ id: z.uuid(), name: z.string(), environment: z.string() }),
  source: PlanSource,
  sourceName: z.string(),
  /** What was asked for; null is everything. */
  selection: z.array(WorkloadChoice).nullable(),
  scope: Scope,
  repository: z.string(),
  branch: z.string(),
  path: z.string(),
  baseCommit: z.string().nullable(),
  hash: z.string().nullable(),
  items: z.array(PlanItem),
  diff: z.string(),
  files: z.array(z.object({ path: z.string(), added: z.int(), removed: z.int() })),
  title: z.string(),
  message: z.string(),
  problems: z.array(
    z.object({ file: z.string(), line: z.int(), column: z.int(), message: z.string() }),
  ),
  /** What would leave the commit lying, as the target's agent sees it at the time of the answer. */
  holds: z.array(PlanHold),
  error: z.string().nullable(),
  /** The release that was made of it. */
  release: z.int().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type PlanResponse = z.infer<typeof PlanResponse>;
