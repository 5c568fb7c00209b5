import { runMigrations } from "bullmq";
import pg from "pg";

import { answerMs } from "./backend.ts";

/**
 * Brings BullMQ's tables in the schema `bullmq` up to date; starters of several processes wait for each
 * other. The schema itself is made by our migrations: the app role may fill it, but has no right to create
 * schemas, and Postgres checks that right even for CREATE SCHEMA IF NOT EXISTS.
 */
export async function prepareQueueSchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: answerMs,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    await runMigrations({
      query: <Row>(text: string, values: readonly unknown[] = []) =>
        client.query<Row & pg.QueryResultRow>(text.startsWith("CREATE SCHEMA") ? "SELECT" : text, [
          ...values,
        ]),
    });
  } finally {
    await client.end();
  }
}
