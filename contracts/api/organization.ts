import { z } from "zod";

export const Role = z.enum(["owner", "admin", "promoter", "viewer"]);

/** The signed-in person in one organization, as every page needs it. */
export const Viewer = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organization: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  role: Role,
  /** Environments this person may promote to; null means all. */
  promoteTo: z.array(z.string()).nullable(),
  organizations: z.array(z.object({ slug: z.string(), name: z.string(), role: Role })),
  /** Where the demo's stories are started; null outside the demo. */
  sandboxUrl: z.string().nullable(),
});
export type Viewer = z.infer<typeof Viewer>;

export const CreateOrganization = z.object({
  name: z.string().trim().min(1).max(80),
  slug: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, "3 to 40 lower-case letters, digits and dashes"),
});
export type CreateOrganization = z.infer<typeof CreateOrganization>;
