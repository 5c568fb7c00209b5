import { randomUUID } from "node:crypto";

import pg from "pg";

import { createPrismaStore } from "#adapters/store/store.ts";
import type { Grant, Permission } from "#domain/access/can.ts";
import type { Actor } from "#ports/store/actor.ts";
import type { OrganizationRow } from "#ports/store/organization-rows.ts";
import type { AuditEventName, Store, WriteIntent } from "#ports/store/store.ts";
import { createTestDatabase } from "#tools/postgres/test-database.ts";

import { createRecordingBus } from "./recording-bus.ts";
import type { RecordingBus } from "./recording-bus.ts";

export const owner: Grant = { role: "owner", promoteTo: null };
export const viewer: Grant = { role: "viewer", promoteTo: null };

/** The moment at which a test's clock stands. */
export const testTime = new Date("2026-03-01T12:00:00.000Z");

/** A moment so many milliseconds after the test's clock. */
export function later(milliseconds: number): Date {
  return new Date(testTime.getTime() + milliseconds);
}

/** A person to name in an intent; not stored. */
export const ana: Actor = { type: "user", id: "ana", name: "Ana", email: "ana@acme.test" };

/** A store on a database of its own, as the app role. */
export interface TestStore {
  readonly store: Store;
  readonly bus: RecordingBus;
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** Makes an empty organization. */
  addOrganization(slug: string): Promise<OrganizationRow>;
  /** Makes a person who can be a member. */
  addUser(email: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens a store on a fresh, migrated database. Close it in the end. */
export async function openTestStore(): Promise<TestStore> {
  const { appUrl, ownerUrl, superuserUrl, drop } = await createTestDatabase();
  const bus = createRecordingBus();
  const store = createPrismaStore({ databaseUrl: appUrl, bus, clock: { now: () => testTime } });
  return {
    store,
    bus,
    appUrl,
    ownerUrl,
    superuserUrl,
    async addOrganization(slug) {
      const organization = { id: randomUUID(), slug, name: slug };
      const actor: Actor = { type: "system", job: "test" };
      await store.system.createOrganization({ organization, owner: null, actor, now: testTime });
      return organization;
    },
    async addUser(email) {
      const id = randomUUID();
      await query(appUrl, "INSERT INTO auth_user (id, email) VALUES ($1, $2)", [id, email]);
      return id;
    },
    async close() {
      await store.close();
      await drop();
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function query(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}

/** An intent that the grant is asked for; by default an owner's that is always allowed. */
export function intent(
  permission: Permission = "organization.manage",
  { grant = owner, event = "cluster.created" }: { grant?: Grant; event?: AuditEventName } = {},
): WriteIntent {
  return { permission, event, actor: ana, grant, subject: "test" };
}
