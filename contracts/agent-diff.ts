import { z } from "zod";

const FieldDiff = z.object({
  /** Such as `.spec.template.spec.containers[name=web].image`. */
  path: z.string().max(500),
  /** As JSON, cut short; null where there is none. Both are null where the field may hold a secret. */
  before: z.string().max(300).nullable(),
  after: z.string().max(300).nullable(),
  hidden: z.boolean(),
});
/** A field that applying would change. */
export type FieldDiff = z.infer<typeof FieldDiff>;

const ObjectDiff = z.object({
  kind: z.string().max(200),
  namespace: z.string().max(300),
  name: z.string().max(300),
  change: z.enum([
    "create",
    "update",
    "delete",
    "refused", // the cluster would not take it; the message says why
  ]),
  message: z.string().max(2000),
  fields: z.array(FieldDiff).max(20),
});
/** An object that is not as git says. */
export type ObjectDiff = z.infer<typeof ObjectDiff>;

export const SyncDiff = z.object({
  revision: z.string().max(200),
  /** Objects that are as git says. */
  same: z.int().min(0),
  objects: z.array(ObjectDiff).max(100),
  /** Objects that differ too and found no room. */
  more: z.int().min(0),
  problems: z.array(z.string().max(2000)).max(50),
});
/** How a cluster differs from a revision of its path; nothing was changed to find out. */
export type SyncDiff = z.infer<typeof SyncDiff>;
