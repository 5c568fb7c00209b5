import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { TenantContext } from "#services/context.ts";
import { intent } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { acceptInvitations } from "./accept-invitations.ts";
import { createOrganization } from "./create-organization.ts";
import { readViewer } from "./read-viewer.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

function scope() {
  return { store: world.store, clock: world.clock, ids: { uuid: randomUUID, secret: randomUUID } };
}

async function person(email: string) {
  const id = await world.testStore.addUser(email);
  return { type: "user", id, name: email, email } as const;
}

function contextOf(actor: TenantContext["actor"]): TenantContext {
  return { ...world.person("promoter"), actor };
}

describe("createOrganization", () => {
  it("makes the person who asks its owner", async () => {
    const actor = await person("bea@initech.test");
    const input = { slug: "initech", name: "Initech" };
    const organization = await createOrganization(scope(), { input, actor });
    expect(await world.store.system.memberships(actor.id)).toEqual([
      { organization, grant: { role: "owner", promoteTo: null } },
    ]);
  });

  it("refuses a slug that is taken", async () => {
    const actor = await person("cem@initech.test");
    const input = { slug: "acme", name: "Another Acme" };
    await expect(createOrganization(scope(), { input, actor })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await world.store.system.memberships(actor.id)).toEqual([]);
  });
});

describe("acceptInvitations", () => {
  it("lets the person with the address in, however it is written, and once", async () => {
    const { id, email } = await person("Dan@Acme.test");
    const grant = { role: "promoter", promoteTo: ["dev"] } as const;
    await world.store.write(world.organization.id, intent("member.manage"), (tx) =>
      tx.addInvitation({ id: randomUUID(), email: "dan@acme.test", grant }),
    );
    expect(await acceptInvitations(scope(), { id, email: "eve@acme.test" })).toBe(0);
    expect(await acceptInvitations(scope(), { id, email })).toBe(1);
    expect(await acceptInvitations(scope(), { id, email })).toBe(0);
    expect(await world.store.system.memberships(id)).toEqual([
      { organization: world.organization, grant },
    ]);
  });
});

describe("readViewer", () => {
  it("has the person, the role here and every organization of theirs", async () => {
    const actor = await person("fay@acme.test");
    const input = { slug: "hooli", name: "Hooli" };
    await createOrganization(scope(), { input, actor });
    const viewer = await readViewer({ ctx: contextOf(actor), sandboxUrl: null });
    expect(viewer).toEqual({
      user: { id: actor.id, name: "fay@acme.test", email: "fay@acme.test" },
      organization: world.organization,
      role: "promoter",
      promoteTo: ["dev"],
      organizations: [{ slug: "hooli", name: "Hooli", role: "owner" }],
      sandboxUrl: null,
    });
  });

  it("is for people", async () => {
    const ctx = contextOf({ type: "system", job: "test" });
    await expect(readViewer({ ctx, sandboxUrl: null })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});
