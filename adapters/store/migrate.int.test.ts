import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { afterEach, beforeEach, expect, inject, it } from "vitest";

import { databaseUrls } from "#tools/postgres/addresses.ts";
import { dropDatabase, prepareDatabase } from "#tools/postgres/prepare-database.ts";

import { migrate } from "./migrate.ts";

let directory: string;
let ownerUrl: string;
let database: string;

beforeEach(async () => {
  const { superuserUrl, credentials } = inject("testServer");
  directory = await mkdtemp(join(tmpdir(), "migrations-"));
  database = `migrate_${crypto.randomUUID()}`;
  await prepareDatabase({ superuserUrl, credentials, database });
  ({ ownerUrl } = databaseUrls({ server: superuserUrl, credentials, database }));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
  await dropDatabase(inject("testServer").superuserUrl, database);
});

async function write(name: string, sql: string) {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, "migration.sql"), sql);
}

async function select(sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

const functionWithSemicolons = `CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql
  AS $$ BEGIN RETURN 1; END $$; -- a comment; with a semicolon`;

it("applies what is missing, oldest first, and nothing twice", async () => {
  await write("20260102000000_second", "INSERT INTO note VALUES ('second')");
  await write("20260101000000_first", "CREATE TABLE note (text text)");
  expect(await migrate({ ownerUrl, directory })).toEqual([
    "20260101000000_first",
    "20260102000000_second",
  ]);
  await write("20260103000000_third", "INSERT INTO note VALUES ('third')");
  expect(await migrate({ ownerUrl, directory })).toEqual(["20260103000000_third"]);
  expect(await select("SELECT * FROM note")).toEqual([{ text: "second" }, { text: "third" }]);
});

it("takes a script whole, semicolons in function bodies included", async () => {
  await write("20260101000000_function", functionWithSemicolons);
  await migrate({ ownerUrl, directory });
  expect(await select("SELECT one()")).toEqual([{ one: 1 }]);
});

it("lets runs at the same moment wait for each other", async () => {
  await write("20260101000000_first", "CREATE TABLE note (text text)");
  const runs = await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl, directory })));
  expect(runs.flat()).toEqual(["20260101000000_first"]);
});

it("undoes a migration that fails and names it", async () => {
  await write("20260101000000_broken", "CREATE TABLE note (text text); SELECT nonsense");
  await expect(migrate({ ownerUrl, directory })).rejects.toThrow(
    'Migration 20260101000000_broken failed and was undone: column "nonsense" does not exist',
  );
  expect(await select("SELECT to_regclass('note') AS note")).toEqual([{ note: null }]);
  await write("20260101000000_broken", "CREATE TABLE note (text text)");
  expect(await migrate({ ownerUrl, directory })).toEqual(["20260101000000_broken"]);
});

it("refuses a migration that was edited after it was applied", async () => {
  await write("20260101000000_first", "CREATE TABLE note (text text)");
  await migrate({ ownerUrl, directory });
  await write("20260101000000_first", "CREATE TABLE note (text varchar)");
  await expect(migrate({ ownerUrl, directory })).rejects.toThrow(
    "Migration 20260101000000_first was changed after this database applied it",
  );
});
