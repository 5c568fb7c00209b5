import { z } from "zod";

const variable = "STAGECOACH_E2E_WORLD";

export const WorldCluster = z.object({
  organization: z.string(),
  cluster: z.string(),
  /** Path of a file that gives every right in it. */
  kubeconfig: z.string(),
});

const WorldAddresses = z.object({
  url: z.string(),
  control: z.string(),
  sandbox: z.string(),
  git: z.object({ url: z.string(), user: z.string(), password: z.string() }),
  clusters: z.array(WorldCluster),
});

/** Where the journeys find the world that was started for them. */
export type WorldAddresses = z.infer<typeof WorldAddresses>;

export function publishWorld(addresses: WorldAddresses): void {
  process.env[variable] = JSON.stringify(addresses);
}

export function findWorld(): WorldAddresses {
  return WorldAddresses.parse(JSON.parse(process.env[variable] ?? "{}"));
}
