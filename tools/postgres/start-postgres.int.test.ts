import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startPostgres } from "./start-postgres.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "start-postgres-"));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function query(connectionString: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

/** Starts Postgres in a process of its own and kills that hard. */
async function startAndKill(folder: string): Promise<void> {
  const script = `
    const { startPostgres } = await import("#tools/postgres/start-postgres.ts");
    await startPostgres({ dataDir: ${JSON.stringify(folder)} });
    process.stdout.write("up");
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
}

const folders = [
  ["a folder that all may enter", 0o755],
  ["a folder that only its owner may enter", 0o700],
] as const;

describe.each(folders)("in %s", (_title, mode) => {
  it("keeps data, port and passwords between starts", async () => {
    await chmod(dataDir, mode);
    const first = await startPostgres({ dataDir });
    await query(first.ownerUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.close();
    const second = await startPostgres({ dataDir });
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await query(second.ownerUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.close();
    expect((await stat(join(dataDir, "credentials.json"))).mode & 0o777).toBe(0o600);
  });
});

it("starts again after the process that started it was killed", async () => {
  await startAndKill(dataDir);
  const server = await startPostgres({ dataDir });
  expect(await query(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await server.close();
});

it("refuses a folder that is in use", async () => {
  const server = await startPostgres({ dataDir });
  await expect(startPostgres({ dataDir })).rejects.toThrow("Another run uses the database");
  await server.close();
});

it("gives the roles no more than they need", async () => {
  const server = await startPostgres({ dataDir });
  const roles = await query(
    server.appUrl,
    `SELECT rolname, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole AS powerful
     FROM pg_roles WHERE rolname LIKE 'stagecoach%' ORDER BY rolname`,
  );
  expect(roles).toEqual([
    { rolname: "stagecoach_app", powerful: false },
    { rolname: "stagecoach_owner", powerful: false },
  ]);
  await expect(query(server.appUrl, "CREATE TABLE mine (id int)")).rejects.toThrow("permission");
  await server.close();
});
