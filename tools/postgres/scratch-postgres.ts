import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPostgres } from "./start-postgres.ts";
import type { RunningPostgres } from "./start-postgres.ts";

/** An embedded Postgres in a folder of its own that closing removes; quick and not durable. */
export async function startScratchPostgres(): Promise<RunningPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), "stagecoach-postgres-"));
  await chmod(dataDir, 0o711);
  const server = await startPostgres({ dataDir, durable: false });
  return {
    ...server,
    close: async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
