import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createSecrets } from "#adapters/secrets/envelope.ts";
import type { TenantContext } from "#services/context.ts";
import { defaultCommitter as committer } from "#services/release/committer.ts";
import { query } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { addWorkloadKind } from "./add-workload-kind.ts";
import { readSettings } from "./read-settings.ts";
import { removeWorkloadKind } from "./remove-workload-kind.ts";
import { renameOrganization } from "./rename-organization.ts";
import { rotateSigningKey } from "./rotate-signing-key.ts";
import { openSigningKey } from "./signing-key.ts";
import { switchSigning } from "./switch-signing.ts";

const secrets = createSecrets(Buffer.alloc(32, 7).toString("base64"));
const kind = { group: "apps.kruise.io", kind: "CloneSet", podTemplate: "spec.template" };

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.stop());

function owner(): TenantContext {
  return { ...world.person("owner"), secrets };
}

function read(ctx = owner()) {
  return readSettings({ ctx, committer });
}

async function lastAudit(): Promise<unknown> {
  const [entry] = await query(
    superuser(),
    "SELECT event, subject, details FROM audit_entry ORDER BY seq DESC LIMIT 1",
  );
  return entry;
}

/** A connection that no policy binds, to look at what is really stored. */
function superuser(): string {
  const url = new URL(world.testStore.superuserUrl);
  url.pathname = new URL(world.testStore.appUrl).pathname;
  return url.href;
}

describe("the name", () => {
  it("is changed and audited", async () => {
    const { version } = await read();
    await renameOrganization({ ctx: owner(), input: { version, name: "Acme Inc." } });
    expect(await read()).toMatchObject({ name: "Acme Inc.", version: version + 1 });
    expect(await lastAudit()).toMatchObject({
      event: "organization.renamed",
      subject: "organization/acme",
      details: { from: "acme", to: "Acme Inc." },
    });
  });

  it("is not changed by who has seen an older one", async () => {
    const { version } = await read();
    const late = { version: version - 1, name: "Late Ltd." };
    await expect(renameOrganization({ ctx: owner(), input: late })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Somebody else changed the settings"),
    });
    expect(await read()).toMatchObject({ name: "Acme Inc.", version });
  });
});

describe("signing", () => {
  it("makes the key when it is first turned on, and keeps it when off and on again", async () => {
    expect((await read()).signing).toEqual({ on: false, keys: [] });
    for (const on of [true, false, true]) {
      const { version } = await read();
      await switchSigning({ ctx: owner(), input: { version, on } });
      expect(await lastAudit()).toMatchObject({ event: `signing.turned-${on ? "on" : "off"}` });
    }
    const { signing } = await read();
    expect(signing).toMatchObject({ on: true, keys: [{ retiredAt: null }] });
    const [key] = signing.keys;
    expect(key?.publicKey).toMatch(/^ssh-ed25519 \S+ stagecoach\/acme$/);
    expect(key?.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    expect(key?.allowedSigner).toBe(`${committer.email} namespaces="git" ${key?.publicKey}`);
  });

  it("keeps the private key sealed; a worker opens it", async () => {
    const [row] = await query(superuser(), "SELECT private_key FROM signing_key");
    expect(String(row?.["private_key"])).toMatch(/^s1\./);
    const opened = await openSigningKey({ ...world.worker(), secrets });
    expect(opened).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(JSON.stringify(await read())).not.toContain("PRIVATE");
    const audit = await query(superuser(), "SELECT details FROM audit_entry");
    expect(JSON.stringify(audit)).not.toMatch(/PRIVATE|s1\./);
  });

  it("goes on with a new key, and lists the old one", async () => {
    const before = await read();
    await rotateSigningKey({ ctx: owner(), input: { version: before.version } });
    expect(await lastAudit()).toMatchObject({ event: "signing.key-made" });
    const { keys } = (await read()).signing;
    expect(keys).toMatchObject([
      { retiredAt: null },
      { id: before.signing.keys[0]?.id, retiredAt: expect.any(String) },
    ]);
    const rows = await query(
      superuser(),
      "SELECT id FROM signing_key WHERE private_key IS NOT NULL",
    );
    expect(rows).toEqual([{ id: keys[0]?.id }]);
  });

  it("makes one new key where two ask for it at once", async () => {
    const { version, signing } = await read();
    const both = [owner(), owner()].map((ctx) => rotateSigningKey({ ctx, input: { version } }));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await read()).signing.keys).toHaveLength(signing.keys.length + 1);
  });
});

describe("a kind of workloads", () => {
  it("is added in one form, audited, and has the branches read again", async () => {
    await addWorkloadKind({ ctx: owner(), input: { ...kind, group: " apps.kruise.io " } });
    expect((await read()).workloadKinds).toEqual([kind]);
    expect(await lastAudit()).toMatchObject({
      event: "workload-kind.added",
      subject: "workload-kind/apps.kruise.io/CloneSet",
    });
    expect(await world.work("read-branch")).toBe(1);
  });

  it.each([
    { changes: { group: "Apps" }, pointer: "/group" },
    { changes: { kind: "clone set" }, pointer: "/kind" },
    { changes: { podTemplate: "spec..template" }, pointer: "/podTemplate" },
  ])("is refused at $pointer where it has the wrong form", async ({ changes, pointer }) => {
    const adding = addWorkloadKind({ ctx: owner(), input: { ...kind, ...changes } });
    await expect(adding).rejects.toMatchObject({ code: "invalid", data: { pointer } });
  });

  it("is not there twice, and is removed once", async () => {
    await expect(addWorkloadKind({ ctx: owner(), input: kind })).rejects.toMatchObject({
      code: "conflict",
    });
    await removeWorkloadKind({ ctx: owner(), input: kind });
    expect(await lastAudit()).toMatchObject({ event: "workload-kind.removed" });
    expect((await read()).workloadKinds).toEqual([]);
    await expect(removeWorkloadKind({ ctx: owner(), input: kind })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("who may not", () => {
  type Act = (ctx: TenantContext, version: number) => Promise<unknown>;
  const acts: readonly { readonly what: string; readonly act: Act }[] = [
    {
      what: "rename",
      act: (ctx, version) => renameOrganization({ ctx, input: { version, name: "Mine" } }),
    },
    {
      what: "turn signing off",
      act: (ctx, version) => switchSigning({ ctx, input: { version, on: false } }),
    },
    {
      what: "rotate the key",
      act: (ctx, version) => rotateSigningKey({ ctx, input: { version } }),
    },
    { what: "add a kind", act: (ctx) => addWorkloadKind({ ctx, input: kind }) },
    { what: "remove a kind", act: (ctx) => removeWorkloadKind({ ctx, input: kind }) },
  ];

  it.each(acts)("a viewer and a promoter may not $what", async ({ act }) => {
    const before = await read();
    for (const name of ["viewer", "promoter"] as const) {
      await expect(act(world.person(name), before.version)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    expect(await read()).toEqual(before);
  });

  it.each(acts)("another organization does not $what of ours", async ({ act }) => {
    const before = await read();
    await act(world.outsider(), 0).catch(() => undefined);
    expect(await read()).toEqual(before);
  });

  it("a viewer sees the settings, another organization sees its own", async () => {
    expect(await read(world.person("viewer"))).toEqual(await read());
    const theirs = await read(world.outsider());
    const ours = (await read()).signing.keys.map(({ id }) => id);
    expect(theirs.signing.keys.filter(({ id }) => ours.includes(id))).toEqual([]);
    expect(theirs.mappings).toEqual([]);
  });
});
