import { existsSync } from "node:fs";

import { migrate } from "#adapters/store/migrate.ts";

import { databaseUrls } from "./addresses.ts";
import type { Credentials } from "./credentials.ts";
import { dropDatabase, prepareDatabase } from "./prepare-database.ts";
import { startScratchPostgres } from "./scratch-postgres.ts";

const migrations = "prisma/migrations";

/** What a test needs to make itself a database; plain data, so that it can go to any worker. */
export interface TestServer {
  readonly superuserUrl: string;
  readonly credentials: Credentials;
  /** A migrated database that nobody connects to, to be copied. */
  readonly template: string;
}

/**
 * One Postgres for a whole test run: the one of TEST_DATABASE_URL (a superuser's), else an embedded
 * one. Closing stops it, or on a given server removes the template.
 */
export async function startTestPostgres(): Promise<
  TestServer & { readonly close: () => Promise<void> }
> {
  const given = process.env["TEST_DATABASE_URL"];
  const template = `stagecoach_template_${process.pid}`;
  if (given !== undefined && given !== "") {
    const credentials = { superuser: "", owner: "stagecoach-test", app: "stagecoach-test" };
    const server = { superuserUrl: given, credentials, template };
    await makeTemplate(server);
    return { ...server, close: () => dropDatabase(given, template) };
  }
  const { superuserUrl, credentials, close } = await startScratchPostgres();
  const server = { superuserUrl, credentials, template };
  await makeTemplate(server);
  return { ...server, close };
}

async function makeTemplate({ superuserUrl, credentials, template }: TestServer): Promise<void> {
  await prepareDatabase({ superuserUrl, credentials, database: template });
  const { ownerUrl } = databaseUrls({ server: superuserUrl, credentials, database: template });
  if (existsSync(migrations)) await migrate({ ownerUrl, directory: migrations });
}
