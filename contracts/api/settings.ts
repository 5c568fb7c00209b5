import { z } from "zod";

const version = z.int().min(0);

export const SigningKey = z.object({
  id: z.uuid(),
  /** One line as OpenSSH writes public keys. */
  publicKey: z.string(),
  fingerprint: z.string(),
  /** The line of an allowed-signers file with which git verifies this key's commits. */
  allowedSigner: z.string(),
  createdAt: z.string(),
  /** When another key took over; null for the one that signs. */
  retiredAt: z.string().nullable(),
});
export type SigningKey = z.infer<typeof SigningKey>;

export const WorkloadKind = z.object({
  group: z.string().max(253),
  kind: z.string().max(63),
  /** Field names with dots between: `spec.template`. */
  podTemplate: z.string().max(400),
});
export type WorkloadKind = z.infer<typeof WorkloadKind>;

const ClusterName = z.object({ name: z.string(), environment: z.string() });

export const MappingSummary = z.object({
  from: ClusterName,
  to: ClusterName,
  /** How many rules there are. */
  workloads: z.int(),
  images: z.int(),
  changedAt: z.string(),
});
export type MappingSummary = z.infer<typeof MappingSummary>;

/** What an organization decided for itself, on one page. */
export const Settings = z.object({
  /** Goes back with a change of the name or of signing, which is refused when it is not the newest. */
  version,
  name: z.string(),
  signing: z.object({ on: z.boolean(), keys: z.array(SigningKey) }),
  /** Who commits; the author is the person who releases. */
  committer: z.object({ name: z.string(), email: z.string() }),
  workloadKinds: z.array(WorkloadKind),
  mappings: z.array(MappingSummary),
});
export type Settings = z.infer<typeof Settings>;

export const RenameOrganization = z.object({
  version,
  name: z.string().trim().min(1, "The name is empty.").max(80, "At most 80 characters."),
});
export type RenameOrganization = z.infer<typeof RenameOrganization>;

export const SwitchSigning = z.object({ version, on: z.boolean() });
export type SwitchSigning = z.infer<typeof SwitchSigning>;

export const RotateSigningKey = z.object({ version });
export type RotateSigningKey = z.infer<typeof RotateSigningKey>;

const MappingRule = z.object({ from: z.string().max(500), to: z.string().max(500) });

const MappedWorkload = z.object({
  key: z.string(),
  /** One per container, as the cluster or its files write them. */
  images: z.array(z.string()),
});
export type MappedWorkload = z.infer<typeof MappedWorkload>;

/** How the workloads and images of one cluster are called in another, with what it is about. */
export const Mapping = z.object({
  from: ClusterName,
  to: ClusterName,
  /** 0 where none was made; goes back with a change, which is refused when it is not the newest. */
  version,
  workloads: z.array(MappingRule),
  images: z.array(MappingRule),
  /** What runs in the source. */
  sourceWorkloads: z.array(MappedWorkload),
  /** What runs in the target or is defined for it. */
  targetWorkloads: z.array(MappedWorkload),
});
export type Mapping = z.infer<typeof Mapping>;

export const SaveMapping = z.object({
  version,
  workloads: z.array(MappingRule).max(100, "At most 100 rules."),
  images: z.array(MappingRule).max(100, "At most 100 rules."),
});
export type SaveMapping = z.infer<typeof SaveMapping>;
