import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createSecrets } from "#adapters/secrets/envelope.ts";
import type { ClusterAddress, SandboxAddresses } from "#sandbox/addresses.ts";
import { repositorySecretPlace } from "#services/repository/seal-credentials.ts";
import { openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

import { seedWorld } from "./seed-world.ts";

const secrets = createSecrets(randomBytes(32).toString("base64"));
let world: TestStore;
let agentsFolder: string;

beforeAll(async () => {
  world = await openTestStore();
  agentsFolder = await mkdtemp(join(tmpdir(), "agents-"));
});
afterAll(async () => {
  await world.close();
  await rm(agentsFolder, { recursive: true, force: true });
});

function addresses(port: number): SandboxAddresses {
  const http = `http://127.0.0.1:${port}`;
  const cluster: ClusterAddress = {
    organization: "acme",
    cluster: "prod",
    environment: "prod",
    repository: "acme/fleet",
    branch: "main",
    path: "clusters/prod",
    repositoryUrl: "http://127.0.0.1:9999/git/acme/fleet.git",
    server: `${http}/clusters/acme/prod`,
    kubeconfig: "/tmp/prod.kubeconfig",
    gateway: `ws://127.0.0.1:${port}/gateway`,
  };
  return {
    http,
    control: http,
    inbox: http,
    git: { url: `${http}/git`, user: "git", password: `password-${port}` },
    registry: { url: `${http}/registry`, hosts: ["registry.acme.test"] },
    identity: { issuer: http, clientId: "stagecoach", clientSecret: "secret" },
    smtp: { host: "127.0.0.1", port: 25 },
    clusters: [cluster, { ...cluster, organization: "globex", environment: "dev", cluster: "dev" }],
  };
}

function seed(port: number) {
  const clock = { now: () => testTime };
  return seedWorld({
    store: world.store,
    secrets,
    clock,
    uuid: randomUUID,
    agentsFolder,
    addresses: addresses(port),
  });
}

describe("the seeding", () => {
  it("tells the product of the sample world; doing it again only updates addresses", async () => {
    const first = await seed(1);
    expect(first.map(({ organization, cluster }) => `${organization}/${cluster}`)).toEqual([
      "acme/prod",
      "globex/dev",
    ]);
    for (const agent of first) expect(agent.token).toMatch(/^\S{40,}$/);

    const second = await seed(2);
    expect(second.map(({ clusterId }) => clusterId)).toEqual(first.map((one) => one.clusterId));
    const acme = await world.store.system.organizationBySlug("acme");
    if (!acme) throw new Error("There is no acme");
    await world.store.read(acme.id, async (tx) => {
      expect(await tx.clusters()).toMatchObject([{ name: "prod", environment: "prod" }]);
      expect(await tx.registries()).toMatchObject([{ endpoint: "http://127.0.0.1:2/registry" }]);
      const [repository, ...others] = await tx.configRepositories();
      expect(others).toEqual([]);
      const place = repositorySecretPlace(acme.id, repository?.id ?? "", "password");
      const { credentials } = repository ?? {};
      const sealed = credentials?.kind === "basic" ? credentials.password : "";
      expect(secrets.open(sealed, place)).toBe("password-2");
    });
  });

  it("gives no token to an agent that has its key", async () => {
    const [agent] = await seed(3);
    if (!agent?.token) throw new Error("There is no token");
    const acme = await world.store.system.clusterOrganization(agent.clusterId);
    const key = { keyId: randomUUID(), publicKey: "key", kubernetesUid: null, now: testTime };
    const tokenHash = createHash("sha256").update(agent.token).digest("hex");
    const enrolled = await world.store.record(acme ?? "", (tx) =>
      tx.enrolAgent({ tokenHash, clusterId: agent.clusterId, ...key }),
    );
    expect(enrolled).toBe(true);
    expect((await seed(4))[0]?.token).not.toBeNull();
    await mkdir(agent.stateDir, { recursive: true });
    await writeFile(join(agent.stateDir, "key.json"), "{}");
    expect((await seed(5))[0]?.token).toBeNull();
  });

  it("invites the personas to their own organization only", async () => {
    const invited = { id: await world.addUser("ben@acme.test"), email: "ben@acme.test" };
    await world.store.system.acceptInvitations(invited, testTime);
    expect(await world.store.system.memberships(invited.id)).toMatchObject([
      { organization: { slug: "acme" }, grant: { role: "promoter", promoteTo: ["dev", "stage"] } },
    ]);
  });
});
