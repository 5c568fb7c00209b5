import { z } from "zod";

const PlanSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("image-repo") }),
  z.object({ kind: z.literal("cluster"), clusterId: z.uuid() }),
  z.object({ kind: z.literal("release"), number: z.int().positive() }),
]);

const WorkloadKey = z.string().regex(/^[^:/]+:[^:/]+\/[^/]+$/, "namespace:kind/name");

export const PlanRequest = z.object({
  target: z.uuid(),
  source: PlanSource,
  /** Left out: every workload of the target that the source can change. */
  selection: z
    .array(
      z.object({
        workload: WorkloadKey,
        containers: z
          .array(z.object({ name: z.string().min(1), tag: z.string().min(1).max(128).optional() }))
          .min(1)
          .optional(),
      }),
    )
    .max(5000)
    .optional(),
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
  from: z.string().nullable(),
  to: z.string().nullable(),
  running: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  flags: z.array(z.enum(["downgrade", "major", "overlay", "together", "not-running"])),
});
export type PlanItem = z.infer<typeof PlanItem>;

export const PlanResponse = z.object({
  id: z.uuid(),
  status: z.enum(["calculating", "ready", "failed", "expired", "released"]),
  target: z.object({ id: z.uuid(), name: z.string(), environment: z.string() }),
  source: PlanSource,
  sourceName: z.string(),
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
  error: z.string().nullable(),
  /** The release that was made of it. */
  release: z.int().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type PlanResponse = z.infer<typeof PlanResponse>;
