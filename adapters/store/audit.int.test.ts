import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { addCluster } from "#test/builders/release-world.ts";
import { openTestStore, query, testTime, viewer, intent } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

import { findAuditBreak } from "./audit.ts";
import { createClient } from "./client.ts";
import { withTenant } from "./tenant.ts";

let world: TestStore;
let orgId: string;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { id } = await world.addOrganization(`org-${Math.trunc(performance.now() * 1000)}`);
  orgId = id;
});

function asSuperuser(text: string, values: readonly unknown[] = []) {
  const url = new URL(world.superuserUrl);
  url.pathname = new URL(world.appUrl).pathname;
  return query(url.href, text, values);
}

async function auditBreak(): Promise<bigint | null> {
  const client = createClient(world.appUrl, { connections: 1 });
  try {
    const database = { client, clock: { now: () => testTime } };
    return await withTenant(database, orgId, findAuditBreak);
  } finally {
    await client.$disconnect();
  }
}

describe("the audit log", () => {
  it("gets one entry per write, in order, with actor, subject and details", async () => {
    const details = { b: 2, a: { z: null, list: [1, "two"] } };
    await world.store.write(
      orgId,
      { ...intent(), subject: "cluster/prod", details },
      async () => {},
    );
    const rows = await asSuperuser(
      "SELECT seq::int, event, actor, subject, details FROM audit_entry WHERE org_id = $1 ORDER BY seq",
      [orgId],
    );
    expect(rows).toMatchObject([
      { seq: 1, event: "organization.created", actor: { type: "system" } },
      { seq: 2, event: "cluster.created", actor: { id: "ana" }, subject: "cluster/prod", details },
    ]);
    expect(await auditBreak()).toBeNull();
  });

  it("stays whole when many write at once", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `c${index}`);
    await Promise.all(names.map((name) => addCluster(world.store, orgId, { name })));
    const [row] = await asSuperuser(
      "SELECT count(*)::int AS n, max(seq)::int AS last FROM audit_entry WHERE org_id = $1",
      [orgId],
    );
    expect(row).toEqual({ n: 13, last: 13 });
    expect(await auditBreak()).toBeNull();
  });

  it("says nothing of a write that failed or was refused", async () => {
    const failed = world.store.write(orgId, intent(), async () => {
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    const refused = world.store.write(
      orgId,
      intent("cluster.enrol", { grant: viewer }),
      async () => {},
    );
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    const rows = await asSuperuser("SELECT 1 FROM audit_entry WHERE org_id = $1", [orgId]);
    expect(rows).toHaveLength(1);
  });

  it.each([
    ["UPDATE audit_entry SET subject = 'other' WHERE org_id = $1", "app"],
    ["DELETE FROM audit_entry WHERE org_id = $1", "app"],
    ["TRUNCATE audit_entry", "app"],
    ["UPDATE audit_entry SET subject = 'other' WHERE org_id = $1", "superuser"],
    ["DELETE FROM audit_entry WHERE org_id = $1", "superuser"],
    ["TRUNCATE audit_entry", "superuser"],
  ])("cannot be changed: %s as the %s", async (text, who) => {
    const values = text.includes("$1") ? [orgId] : [];
    const attempt = who === "app" ? query(world.appUrl, text, values) : asSuperuser(text, values);
    await expect(attempt).rejects.toThrow(/permission denied|append-only/);
  });

  it.each([
    ["an edited entry", "UPDATE audit_entry SET subject = 'x' WHERE org_id = $1 AND seq = 2", 2n],
    ["a removed entry", "DELETE FROM audit_entry WHERE org_id = $1 AND seq = 2", 3n],
    ["a cut tail", "DELETE FROM audit_entry WHERE org_id = $1 AND seq = 3", 3n],
    ["a changed time", "UPDATE audit_entry SET at = at + '1 s' WHERE org_id = $1 AND seq = 1", 1n],
  ])("betrays %s", async (_what, text, place) => {
    await addCluster(world.store, orgId, { name: "dev" });
    await addCluster(world.store, orgId, { name: "prod" });
    await asSuperuser("ALTER TABLE audit_entry DISABLE TRIGGER append_only");
    await asSuperuser(text, [orgId]);
    await asSuperuser("ALTER TABLE audit_entry ENABLE TRIGGER append_only");
    expect(await auditBreak()).toBe(place);
  });
});
