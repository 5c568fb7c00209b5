import pg from "pg";

import { roles, urlFor } from "./addresses.ts";
import type { Credentials } from "./credentials.ts";

/** Makes the two roles with their passwords, and the database, where they are missing. */
export async function prepareDatabase({
  superuserUrl,
  credentials,
  database,
}: {
  readonly superuserUrl: string;
  readonly credentials: Credentials;
  readonly database: string;
}): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await ensureRole(client, roles.owner, credentials.owner);
    await ensureRole(client, roles.app, credentials.app);
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      database,
    ]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${quoted(database)} OWNER ${roles.owner}`);
    }
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
  const verb = rowCount === 0 ? "CREATE" : "ALTER";
  const limits = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS";
  await client.query(`${verb} ROLE ${role} ${limits} PASSWORD ${client.escapeLiteral(password)}`);
}

/** A copy of a database that nobody is connected to, owned as every Stagecoach database is. */
export async function copyDatabase({
  superuserUrl,
  from,
  to,
}: {
  readonly superuserUrl: string;
  readonly from: string;
  readonly to: string;
}): Promise<void> {
  await runAlone(
    superuserUrl,
    `CREATE DATABASE ${quoted(to)} TEMPLATE ${quoted(from)} OWNER ${roles.owner} STRATEGY FILE_COPY`,
  );
}

/** Removes a database, closing the connections it still has. */
export async function dropDatabase(superuserUrl: string, database: string): Promise<void> {
  await runAlone(superuserUrl, `DROP DATABASE IF EXISTS ${quoted(database)} WITH (FORCE)`);
}

async function runAlone(superuserUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}

/** The superuser's connection string on a server of this machine. */
export function superuserUrl(port: number, credentials: Credentials): string {
  return urlFor({
    server: `postgresql://127.0.0.1:${port}`,
    user: "postgres",
    password: credentials.superuser,
    database: "postgres",
  });
}
