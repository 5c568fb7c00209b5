import path from "node:path";

import { z } from "zod";

import type { SandboxAddresses } from "#sandbox/addresses.ts";

const clusterSchema = z.object({
  organization: z.string(),
  cluster: z.string(),
  environment: z.enum(["dev", "stage", "prod"]),
  repository: z.string(),
  repositoryUrl: z.string(),
  branch: z.string(),
  path: z.string(),
  server: z.string(),
  kubeconfig: z.string(),
  gateway: z.string(),
});

const addressesSchema: z.ZodType<SandboxAddresses> = z.object({
  http: z.string(),
  control: z.string(),
  inbox: z.string(),
  git: z.object({ url: z.string(), user: z.string(), password: z.string() }),
  registry: z.object({ url: z.string(), hosts: z.array(z.string()) }),
  identity: z.object({ issuer: z.string(), clientId: z.string(), clientSecret: z.string() }),
  smtp: z.object({ host: z.string(), port: z.number() }),
  clusters: z.array(clusterSchema),
});

const environmentSchema = z.object({
  DATABASE_URL: z.string().min(1),
  SECRETS_KEY: z.string().min(1),
  SANDBOX_DATA: z.string().min(1),
  SANDBOX_ADDRESSES: z.string().min(1),
});

export interface SeedSettings {
  readonly databaseUrl: string;
  readonly secretsKey: string;
  /** Where each agent keeps its key; an agent that has one is not given another token. */
  readonly agentsFolder: string;
  readonly addresses: SandboxAddresses;
}

/** Reads what the seeding needs; throws what zod says of a variable that is missing or wrong. */
export function readSeedSettings(env: Readonly<Record<string, string | undefined>>): SeedSettings {
  const read = environmentSchema.parse(env);
  return {
    databaseUrl: read.DATABASE_URL,
    secretsKey: read.SECRETS_KEY,
    agentsFolder: path.join(read.SANDBOX_DATA, "agents"),
    addresses: addressesSchema.parse(JSON.parse(read.SANDBOX_ADDRESSES)),
  };
}
