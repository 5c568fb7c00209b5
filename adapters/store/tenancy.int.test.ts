import { randomUUID } from "node:crypto";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { addCluster, addRelease } from "#test/builders/release-world.ts";
import type { ClusterInConfig } from "#test/builders/release-world.ts";
import { openTestStore, query } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

const acme = randomUUID();
const globex = randomUUID();
const globalTables = ["auth_user", "auth_account", "auth_session", "auth_verification_token"];

let world: TestStore;
let place: ClusterInConfig;
let tables: readonly string[];

beforeAll(async () => {
  world = await openTestStore();
  for (const [id, slug] of [
    [acme, "acme"],
    [globex, "globex"],
  ] as const) {
    await world.store.system.createOrganization({
      organization: { id, slug, name: slug },
      owner: {
        userId: await world.addUser(`${slug}@test`),
        grant: { role: "owner", promoteTo: null },
      },
      actor: { type: "system", job: "test" },
      now: new Date(),
    });
    place = await addCluster(world.store, id);
    await addRelease(world.store, id, { place });
  }
  const rows = await query(
    world.ownerUrl,
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  tables = rows
    .map((row) => String(row["tablename"]))
    .filter((name) => name !== "_prisma_migrations" && !globalTables.includes(name));
});
afterAll(() => world.close());

/** One transaction of the app role with these settings; nothing of it stays. */
async function asApp<T>(
  settings: Readonly<Record<string, string>>,
  work: (client: pg.Client) => Promise<T>,
  url = world.appUrl,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    for (const [name, value] of Object.entries(settings)) {
      await client.query("SELECT set_config($1, $2, true)", [name, value]);
    }
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The same as a role that no policy binds. */
function asSuperuser(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const url = new URL(world.superuserUrl);
  url.pathname = new URL(world.appUrl).pathname;
  return asApp({}, work, url.href);
}

async function countRows(client: pg.Client, table: string, where = "true"): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${table} WHERE ${where}`,
  );
  return rows[0]?.n ?? 0;
}

function orgColumn(table: string): string {
  return table === "organization" ? "id" : "org_id";
}

describe("row-level security", () => {
  it("is on and forced on every table but those of people", async () => {
    const rows = await query(
      world.ownerUrl,
      `SELECT relname, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    const open = rows.filter((row) => !row["forced"]).map((row) => String(row["relname"]));
    expect(new Set(open)).toEqual(new Set([...globalTables, "_prisma_migrations"]));
  });

  it("writes the organization so that indexes serve it", async () => {
    const rows = await query(
      world.ownerUrl,
      "SELECT tablename, qual, with_check FROM pg_policies WHERE policyname = 'tenant'",
    );
    expect(new Set(rows.map((row) => row["tablename"]))).toEqual(new Set(tables));
    const form =
      /^\((?:org_id|id) = \( SELECT \(NULLIF\(current_setting\('app\.org_id'::text, true\), ''::text\)\)::uuid AS "?\w+"?\)\)$/;
    for (const row of rows) {
      expect(String(row["qual"])).toMatch(form);
      expect(row["with_check"]).toBe(row["qual"]);
    }
  });

  it("lets the system read only", async () => {
    const rows = await query(
      world.ownerUrl,
      "SELECT DISTINCT cmd FROM pg_policies WHERE policyname IN ('system', 'own')",
    );
    expect(rows).toEqual([{ cmd: "SELECT" }]);
  });

  it("shows nothing without an organization, to the app role and to the owner", async () => {
    for (const url of [world.appUrl, world.ownerUrl]) {
      await asApp(
        {},
        async (client) => {
          for (const table of tables) {
            expect([table, await countRows(client, table)]).toEqual([table, 0]);
          }
        },
        url,
      );
    }
  });

  it("shows nothing of another organization", async () => {
    await asApp({ "app.org_id": acme }, async (client) => {
      expect(await countRows(client, "cluster")).toBe(1);
      for (const table of tables) {
        const foreign = await countRows(client, table, `${orgColumn(table)} <> '${acme}'`);
        expect([table, foreign]).toEqual([table, 0]);
      }
    });
  });

  it.each(["cluster", "release", "plan", "lane", "membership", "config_repository", "outbox"])(
    "lets nobody change another organization's rows of %s",
    async (table) => {
      await asApp({ "app.org_id": acme, "app.system": "on" }, async (client) => {
        const foreign = `WHERE org_id = '${globex}'`;
        const updated = await client.query(`UPDATE ${table} SET org_id = org_id ${foreign}`);
        const deleted = await client.query(`DELETE FROM ${table} ${foreign}`);
        expect([updated.rowCount, deleted.rowCount]).toEqual([0, 0]);
      });
    },
  );

  it("refuses to write a row into another organization", async () => {
    const insert = `INSERT INTO registry (org_id, id, host, endpoint, created_at)
      VALUES ('${globex}', gen_random_uuid(), 'r.test', 'https://r.test', now())`;
    await expect(asApp({ "app.org_id": acme }, (client) => client.query(insert))).rejects.toThrow(
      /row-level security/,
    );
    const move = `UPDATE cluster SET org_id = '${globex}'`;
    await expect(asApp({ "app.org_id": acme }, (client) => client.query(move))).rejects.toThrow();
  });

  it("shows a person the own memberships and their organizations only", async () => {
    const [user] = await query(world.appUrl, "SELECT id FROM auth_user WHERE email = 'acme@test'");
    await asApp({ "app.user_id": String(user?.["id"]) }, async (client) => {
      const { rows } = await client.query("SELECT slug FROM organization");
      expect(rows).toEqual([{ slug: "acme" }]);
      expect(await countRows(client, "membership")).toBe(1);
      expect(await countRows(client, "cluster")).toBe(0);
    });
  });
});

describe("foreign keys", () => {
  it("cannot point into another organization, even where no policy is in the way", async () => {
    const insert = `INSERT INTO agent_key (org_id, cluster_id, id, public_key, created_at)
      VALUES ($1, $2, gen_random_uuid(), 'key', now())`;
    await asSuperuser(async (client) => {
      await client.query("SAVEPOINT before");
      const crossing = client.query(insert, [acme, place.clusterId]);
      await expect(crossing).rejects.toThrow(/foreign key/);
      await client.query("ROLLBACK TO before");
      const own = await client.query(insert, [globex, place.clusterId]);
      expect(own.rowCount).toBe(1);
    });
  });

  it("carry the organization wherever both tables have one", async () => {
    const rows = await query(
      world.ownerUrl,
      `SELECT conname, pg_get_constraintdef(oid) AS text FROM pg_constraint
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
    );
    const loose = rows
      .map((row) => String(row["text"]))
      .filter((text) => !/FOREIGN KEY \(org_id(, \w+)?\) REFERENCES/.test(text))
      .filter((text) => !text.includes("REFERENCES auth_user(id)"));
    expect(loose).toEqual([]);
  });
});

describe("the app role", () => {
  it("owns no table and bypasses nothing", async () => {
    const [owned] = await query(
      world.appUrl,
      "SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user",
    );
    const [role] = await query(
      world.appUrl,
      "SELECT rolsuper OR rolbypassrls AS strong FROM pg_roles WHERE rolname = current_user",
    );
    expect([owned, role]).toEqual([{ n: 0 }, { strong: false }]);
  });

  it("may use every table", async () => {
    for (const table of [...tables, ...globalTables]) {
      await expect(query(world.appUrl, `SELECT 1 FROM ${table}`)).resolves.toBeDefined();
    }
  });
});
