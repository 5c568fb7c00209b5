import { z } from "zod";

/** A watch each, so there is an end to them: of more kinds the first by group and name are watched. */
export const mostOwnKinds = 10;

/** A kind of custom resource that an organization calls a workload, and where its pod template is. */
export const OwnKind = z.object({
  group: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  /** Field names with dots between. */
  podTemplate: z.string().min(1).max(500),
});
export type OwnKind = z.infer<typeof OwnKind>;

export const OwnKinds = z.array(OwnKind).max(mostOwnKinds).readonly();
