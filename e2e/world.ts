import { z } from "zod";

const variable = "STAGECOACH_E2E_WORLD";

const WorldAddresses = z.object({
  url: z.string(),
  control: z.string(),
  sandbox: z.string(),
  git: z.object({ url: z.string(), user: z.string(), password: z.string() }),
});

/** Where the journeys find the world that was started for them. */
export type WorldAddresses = z.infer<typeof WorldAddresses>;

export function publishWorld(addresses: WorldAddresses): void {
  process.env[variable] = JSON.stringify(addresses);
}

export function findWorld(): WorldAddresses {
  return WorldAddresses.parse(JSON.parse(process.env[variable] ?? "{}"));
}
