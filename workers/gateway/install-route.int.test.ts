import { randomBytes, randomUUID } from "node:crypto";
import { get } from "node:http";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

import { applyManifests } from "#sandbox/clusters/apply.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import { startTestServer } from "#sandbox/kubernetes/test-server.ts";
import { enrolAgent } from "#services/agent/enrol.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, later, openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

import type { GatewayContext } from "./gateway-context.ts";
import { startGateway } from "./server.ts";
import type { Gateway } from "./server.ts";
import { defaultTuning } from "./tuning.ts";

const url = "https://gateway.acme.test/agents";
const publicKey = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE";
const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };

const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().exactOptional() }),
});

let world: TestStore;
let gateway: Gateway;
let ctx: GatewayContext;
let now: Date;
let log: string[];
let organizationId: string;
let clusterId: string;
let token: string;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

beforeEach(async () => {
  now = testTime;
  log = [];
  ctx = {
    store: world.store,
    bus: world.bus,
    clock: { now: () => now },
    ids,
    url,
    log: (...line) => log.push(JSON.stringify(line)),
    tuning: { ...defaultTuning, enrolmentsPerMinute: 3 },
  };
  gateway = await startGateway(ctx, { port: 0, host: "127.0.0.1" });
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  const cluster = { name: "dev", environment: "dev", position: 0, createdAt: testTime };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...cluster }),
  );
  token = await newToken();
});

afterEach(() => gateway.close());

describe("the manifests to install the agent from", () => {
  it("are complete, and hold the token in their Secret only", async () => {
    const answer = await install(token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/yaml; charset=utf-8");
    const text = await answer.text();
    expect(text.split(token)).toHaveLength(2);
    const objects = read(text);
    expect(new Set(objects.map(({ kind }) => kind))).toEqual(
      new Set([
        "Namespace",
        "NetworkPolicy",
        "ServiceAccount",
        "Secret",
        "PersistentVolumeClaim",
        "ClusterRole",
        "ClusterRoleBinding",
        "Role",
        "RoleBinding",
        "Deployment",
      ]),
    );
    expect(objects.find(({ kind }) => kind === "Secret")).toMatchObject({
      stringData: { gateway: url, "enrolment-token": token },
    });
  });

  it("give the agent no Secret to read and nothing by wildcard", async () => {
    const text = await (await install(token)).text();
    const roles = read(text).filter(({ kind }) => kind === "ClusterRole" || kind === "Role");
    expect(roles).toHaveLength(4);
    expect(JSON.stringify(roles)).not.toMatch(/"secrets"|"\*"/);
  });

  it.each([
    { may: "", roles: ["observe"], sync: "off", logs: false },
    { may: "logs", roles: ["observe"], sync: "off", logs: true },
    { may: "nudge", roles: ["observe", "nudge"], sync: "off", logs: false },
    { may: "sync,logs", roles: ["observe", "sync"], sync: "apply", logs: true },
    { may: "sync,nudge,logs", roles: ["observe", "nudge", "sync"], sync: "apply", logs: true },
  ])("give it rights for no more than $may", async ({ may, roles, sync, logs }) => {
    const text = await (await install(`${token}&permissions=${may}`)).text();
    const named = read(text).flatMap(({ kind, metadata }) =>
      kind === "ClusterRole" || kind === "ClusterRoleBinding" ? [`${kind} ${metadata.name}`] : [],
    );
    expect(named).toEqual([
      ...roles.map((role) => `ClusterRole stagecoach-${role}`),
      ...roles.map((role) => `ClusterRoleBinding stagecoach-${role}`),
    ]);
    expect(text).toMatch(new RegExp(`name: STAGECOACH_SYNC\\n +value: "?${sync}"?\\n`));
    expect(text.includes("pods/log")).toBe(logs);
  });

  it("run it without rights on its node", async () => {
    const text = await (await install(token)).text();
    expect(read(text).find(({ kind }) => kind === "Deployment")).toMatchObject({
      spec: {
        template: {
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                resources: { limits: { memory: expect.any(String) } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ["ALL"] },
                },
              },
            ],
          },
        },
      },
    });
  });

  it("are taken by a cluster", async () => {
    const cluster = createSimulatedCluster({ name: "a", now: () => now, newUid: randomUUID });
    const api = await startTestServer((request, response) => {
      cluster.handle(request, response, request.url ?? "/");
    });
    const objects = read(await (await install(token)).text());
    expect(await applyManifests({ server: api.url, token: "t" }, objects)).toEqual([]);
    const path = "/apis/apps/v1/namespaces/stagecoach/deployments/stagecoach-agent";
    expect((await fetch(api.url + path)).status).toBe(200);
    cluster.close();
    await api.close();
  });

  it("can be fetched again until an agent has enrolled", async () => {
    expect((await install(token)).status).toBe(200);
    expect((await install(token)).status).toBe(200);
    await enrolAgent({ ctx, request: { token, publicKey }, gatewayUrl: url });
    expect((await install(token)).status).toBe(404);
  });
});

describe("a token that is not good", () => {
  it.each([
    { about: "unknown", spoil: () => `${token}x` },
    { about: "missing", spoil: () => "" },
    {
      about: "expired",
      spoil() {
        now = later(60_000);
        return token;
      },
    },
    {
      about: "replaced",
      async spoil() {
        const old = token;
        await newToken();
        return old;
      },
    },
  ])("is refused when $about, and not logged", async ({ spoil }) => {
    const answer = await install(await spoil());
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("Create a new one on the cluster's page.");
    expect(log).toHaveLength(1);
    expect(log.join()).not.toContain(token);
  });

  it("is not tried more often than enrolment allows", async () => {
    for (const status of [404, 404, 404, 429]) expect((await install("x")).status).toBe(status);
  });
});

it("is not brought down by a path that is no URL", async () => {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const target = { host: "127.0.0.1", port: gateway.port, path: "//" };
  get(target, (answer) => resolve(answer.resume().statusCode)).on("error", reject);
  expect(await promise).toBe(404);
  expect((await install(token)).status).toBe(200);
});

function install(given: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${gateway.port}/agent/v1/install?token=${given}`);
}

async function newToken(): Promise<string> {
  const made = `sce_${ids.secret()}`;
  const row = { id: randomUUID(), clusterId, hash: hashToken(made) };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.addEnrolmentToken({ ...row, createdAt: testTime, expiresAt: later(60_000) }),
  );
  return made;
}

function read(text: string) {
  return parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    return Manifest.parse(document.toJS());
  });
}
