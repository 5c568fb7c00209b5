import { randomBytes } from "node:crypto";

import { inject } from "vitest";

import { databaseUrls } from "./addresses.ts";
import type { DatabaseUrls } from "./addresses.ts";
import { copyDatabase, dropDatabase } from "./prepare-database.ts";

export interface TestDatabase extends DatabaseUrls {
  readonly superuserUrl: string;
  /** Removes the database, closing what is still connected to it. */
  readonly drop: () => Promise<void>;
}

/** A migrated, empty database for one suite, on the server of this test run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, credentials, template } = inject("testServer");
  const database = `test_${randomBytes(8).toString("hex")}`;
  await copyDatabase({ superuserUrl, from: template, to: database });
  return {
    ...databaseUrls({ server: superuserUrl, credentials, database }),
    superuserUrl,
    drop: () => dropDatabase(superuserUrl, database),
  };
}
