import { z } from "zod";

import { ToldCapabilities } from "#contracts/agent-capability.ts";

import { ClusterKey, VersionSupport } from "./cluster-agent.ts";

export const ClusterSource = z.object({
  repository: z.string(),
  branch: z.string(),
  path: z.string(),
});

export const ClusterSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  environment: z.string(),
  connected: z.boolean(),
  /** `never` before an agent enrolled. */
  enrolment: z.enum(["never", "waiting", "enrolled"]),
  agentVersion: z.string().nullable(),
  /** Null before an agent connected. */
  agentSupport: VersionSupport.nullable(),
  /** Null before an agent enrolled. */
  key: ClusterKey.nullable(),
  kubernetesVersion: z.string().nullable(),
  capabilities: ToldCapabilities,
  simulated: z.boolean(),
  connectedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  stateAt: z.string().nullable(),
  workloads: z.int(),
  namespaces: z.int(),
  /** Whose objects deploy workloads there; empty where the agent sees none. */
  deployedBy: z.array(z.enum(["Flux", "Argo CD"])),
  source: ClusterSource.nullable(),
  sync: z
    .object({ revision: z.string(), at: z.string(), ok: z.boolean(), message: z.string() })
    .nullable(),
});
export type ClusterSummary = z.infer<typeof ClusterSummary>;

export const ClusterList = z.object({ items: z.array(ClusterSummary) });

export const CreateCluster = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "1 to 40 lower-case letters, digits and dashes"),
  environment: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, "one lower-case word"),
  /** Where its manifests live; may be connected later. */
  source: z
    .object({
      /** Any form that git takes: https://…, ssh://… or git@host:path. */
      repository: z.string().min(1).max(1000),
      branch: z.string().min(1).max(200),
      path: z.string().max(400),
      username: z.string().max(200).optional(),
      password: z.string().max(2000).optional(),
    })
    .optional(),
});
export type CreateCluster = z.infer<typeof CreateCluster>;

/** A one-time enrolment: the token is shown this once. */
export const Enrolment = z.object({
  clusterId: z.uuid(),
  token: z.string(),
  /** What `kubectl apply` installs the agent from, once what it may do is added. */
  installUrl: z.string(),
  expiresAt: z.string(),
});
export type Enrolment = z.infer<typeof Enrolment>;

/** The live checklist under the enrolment command. */
export const EnrolmentProgress = z.object({
  tokenUsed: z.boolean(),
  tokenExpiresAt: z.string().nullable(),
  connected: z.boolean(),
  permissions: z.object({ ok: z.boolean(), missing: z.array(z.string()) }).nullable(),
  workloads: z.int().nullable(),
  namespaces: z.int().nullable(),
});
export type EnrolmentProgress = z.infer<typeof EnrolmentProgress>;
