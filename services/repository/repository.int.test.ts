import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ConnectRepository } from "#contracts/api/repository.ts";
import { ensureRepository } from "#sandbox/git/bare-repository.ts";
import { startSshGitServer } from "#sandbox/git/ssh-server.ts";
import type { DeployKey, SshGitServer } from "#sandbox/git/ssh-server.ts";
import { makeKey } from "#test/git-ways.ts";
import { World } from "#test/world.ts";

import { checkAgain } from "./ask-check.ts";
import { changeClusterSource } from "./change-cluster-source.ts";
import { changeRepository } from "./change-repository.ts";
import { connectRepository } from "./connect-repository.ts";
import { listRepositories, readRepository } from "./list-repositories.ts";

let world: World;
let folder: string;
let server: SshGitServer;
const deployKeys: DeployKey[] = [];

beforeAll(async () => {
  world = await World.create();
  folder = await mkdtemp(path.join(tmpdir(), "stagecoach-connect-"));
  const branches = new Map([["main", new Map([["clusters/prod/a.yaml", "a: 1\n"]])]]);
  const directory = path.join(folder, "config.git");
  await ensureRepository({ directory, branches, now: new Date(0) });
  await ensureRepository({
    directory: path.join(folder, "empty.git"),
    branches: new Map(),
    now: new Date(0),
  });
  server = await startSshGitServer({
    root: folder,
    key: makeKey().private,
    deployKeys: () => deployKeys,
  });
});

afterAll(async () => {
  await server.close();
  await world.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

function owner() {
  return world.person("owner");
}

function connect(changes: Partial<ConnectRepository> = {}) {
  const input: ConnectRepository = {
    url: `ssh://git@127.0.0.1:${server.port}/config.git`,
    credentials: { kind: "ssh-key" },
    ...changes,
  };
  return connectRepository({ ctx: owner(), input });
}

/** The worker tries what was asked for. */
async function checked(id: string) {
  await world.work("check-repository");
  return (await readRepository({ ctx: owner(), input: { id } })).check;
}

describe("a repository over ssh", () => {
  let id: string;

  it("gets a key of its own, whose public half is shown", async () => {
    const repository = await connect();
    id = repository.id;
    expect(repository.credentials).toMatchObject({
      kind: "ssh-key",
      publicKey: expect.stringMatching(/^ssh-ed25519 [A-Za-z0-9+/]+=* stagecoach /),
    });
    expect(repository.check.state).toBe("waiting");
  });

  it("shows the host's key before anything is trusted, and trusts it when a person does", async () => {
    const found = await checked(id);
    expect(found).toMatchObject({
      state: "host-key",
      shownHostKey: { key: server.hostKey, fingerprint: expect.stringMatching(/^SHA256:/) },
    });
    const input = { id, hostKey: found.shownHostKey?.key ?? "" };
    expect(await changeRepository({ ctx: owner(), input })).toMatchObject({
      hostKey: server.hostKey,
      check: { state: "waiting" },
    });
  });

  it("fails until the key is added at the host, then only reads, then works", async () => {
    expect(await checked(id)).toMatchObject({
      state: "fails",
      error: expect.stringMatching(/refuses the credentials/),
    });
    const { credentials } = await readRepository({ ctx: owner(), input: { id } });
    const publicKey = credentials.kind === "ssh-key" ? (credentials.publicKey ?? "") : "";
    deployKeys.push({ publicKey, canWrite: false });
    await checkAgain({ ctx: owner(), input: { id } });
    expect(await checked(id)).toMatchObject({ state: "read-only", branches: ["main"] });
    deployKeys[0] = { publicKey, canWrite: true };
    await checkAgain({ ctx: owner(), input: { id } });
    expect(await checked(id)).toMatchObject({ state: "works", branches: ["main"], error: null });
  });

  it("is read for a cluster that points at it", async () => {
    const clusterId = world.clusters.prod;
    const source = { repositoryId: id, branch: "main", path: "/clusters/prod/" };
    await changeClusterSource({ ctx: owner(), input: { clusterId, ...source } });
    await world.work("read-branch");
    const { organization, store } = world;
    expect(await store.read(organization.id, (tx) => tx.clusterSource(clusterId))).toMatchObject({
      path: "clusters/prod",
      tip: expect.stringMatching(/^[0-9a-f]{40}$/),
      error: null,
    });
  });

  it("is warned of when the host's key changes", async () => {
    const old = server;
    const { port } = old;
    await old.close();
    server = await startSshGitServer({
      root: folder,
      port,
      key: makeKey().private,
      deployKeys: () => deployKeys,
    });
    await checkAgain({ ctx: owner(), input: { id } });
    const found = await checked(id);
    expect(found).toMatchObject({ state: "host-key", shownHostKey: { key: server.hostKey } });
    expect(found.error).toMatch(/SHA256:\S+ instead of the trusted SHA256:\S+/);
  });
});

describe("a repository over http", () => {
  it("takes a token, never gives it back, and names what is wrong", async () => {
    const url = world.git.url.replace("config.git", "other.git");
    const credentials = { kind: "basic", password: "canary-token" } as const;
    const repository = await connect({ url, credentials });
    expect(repository.credentials).toEqual({ kind: "basic", username: "git" });
    expect(await checked(repository.id)).toMatchObject({
      state: "fails",
      error: expect.stringMatching(/has no repository at/),
    });
    const shown = JSON.stringify(await listRepositories({ ctx: owner() }));
    expect(shown).not.toContain("canary-token");
  });

  it("keeps what is not changed", async () => {
    const repository = await connect({
      url: "https://git.test/a",
      credentials: { kind: "basic", username: "ana", password: "one" },
      ca: "PEM",
    });
    const input = { id: repository.id, credentials: { kind: "none" } as const };
    expect(await changeRepository({ ctx: owner(), input })).toMatchObject({
      credentials: { kind: "none" },
      hasCa: true,
    });
  });
});

describe("an address", () => {
  it.each<{ about: string; changes: Partial<ConnectRepository>; code: string }>([
    {
      about: "is taken once",
      changes: { url: "https://git.test/a/", credentials: { kind: "none" } },
      code: "conflict",
    },
    { about: "is one of git", changes: { url: "file:///srv/a" }, code: "invalid" },
    {
      about: "with ssh wants a key",
      changes: { credentials: { kind: "none" } },
      code: "invalid",
    },
    { about: "with https wants none", changes: { url: "https://git.test/b" }, code: "invalid" },
    { about: "wants a host key that is one", changes: { hostKey: "nonsense" }, code: "invalid" },
  ])("$about", async ({ changes, code }) => {
    await expect(connect(changes)).rejects.toMatchObject({ code });
  });
});

describe("another organization", () => {
  it("sees, changes and uses none of it", async () => {
    const ctx = world.outsider();
    const [{ id } = { id: "" }] = (await listRepositories({ ctx: owner() })).items;
    expect((await listRepositories({ ctx })).items).toEqual([]);
    const gone = { code: "not-found" };
    await expect(readRepository({ ctx, input: { id } })).rejects.toMatchObject(gone);
    await expect(checkAgain({ ctx, input: { id } })).rejects.toMatchObject(gone);
    const changed = changeRepository({ ctx, input: { id, hostKey: server.hostKey } });
    await expect(changed).rejects.toMatchObject(gone);
    const source = { repositoryId: id, branch: "main", path: "" };
    const pointed = changeClusterSource({
      ctx,
      input: { clusterId: world.clusters.dev, ...source },
    });
    await expect(pointed).rejects.toMatchObject(gone);
  });
});

describe("someone who may only read", () => {
  it("sees the repositories and changes nothing", async () => {
    const ctx = world.person("viewer");
    const [{ id, url } = { id: "", url: "" }] = (await listRepositories({ ctx })).items;
    const refused = { code: "forbidden" };
    const input: ConnectRepository = { url: "https://git.test/x", credentials: { kind: "none" } };
    await expect(connectRepository({ ctx, input })).rejects.toMatchObject(refused);
    await expect(checkAgain({ ctx, input: { id } })).rejects.toMatchObject(refused);
    const changed = changeRepository({ ctx, input: { id, ca: "PEM" } });
    await expect(changed).rejects.toMatchObject(refused);
    const source = { repositoryId: id, branch: "main", path: "" };
    const pointed = changeClusterSource({
      ctx,
      input: { clusterId: world.clusters.dev, ...source },
    });
    await expect(pointed).rejects.toMatchObject(refused);
    expect((await readRepository({ ctx, input: { id } })).url).toBe(url);
  });
});
