import { PrismaPg } from "@prisma/adapter-pg";

import { PrismaClient } from "#prisma/generated/client.ts";

const longestConnectMs = 5_000;

/** A pool of connections to the database; it connects when first used, and again after the database was away. */
export function createClient(databaseUrl: string, { connections = 10 } = {}): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: databaseUrl,
      max: connections,
      connectionTimeoutMillis: longestConnectMs,
      keepAlive: true,
      application_name: "stagecoach",
    },
    { onPoolError: ignore, onConnectionError: ignore },
  );
  return new PrismaClient({ adapter });
}

/** A connection that breaks while nobody uses it is replaced; one in use fails its query. */
function ignore(): void {}
