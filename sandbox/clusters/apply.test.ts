import { createServer, type Server } from "node:http";

import { afterAll, beforeAll, expect, it } from "vitest";

import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { applyManifests } from "./apply.ts";

let serial = 0;
const cluster = createSimulatedCluster({
  name: "test",
  now: () => new Date("2026-03-01T10:00:00Z"),
  newUid: () => `uid-${++serial}`,
});
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    cluster.handle(request, response, request.url ?? "/");
  });
  url = `http://127.0.0.1:${await listen(server, 0)}`;
});

afterAll(() => {
  cluster.close();
  server.close();
  server.closeAllConnections();
});

async function get(path: string): Promise<unknown> {
  return (await fetch(url + path)).json();
}

const settings = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "c", namespace: "new" },
  data: { a: "1" },
};
const policy = { apiVersion: "acme.test/v1", kind: "Policy", metadata: { name: "p" } };
const box = { apiVersion: "acme.test/v1", kind: "Box", metadata: { name: "b", namespace: "new" } };

it("makes the namespaces and the custom kinds that nothing defines", async () => {
  const problems = await applyManifests({ server: url, token: "t" }, [settings, policy, box]);
  expect(problems).toEqual([]);
  expect(await get("/api/v1/namespaces/new/configmaps/c")).toMatchObject({
    metadata: { managedFields: [{ manager: "stagecoach-agent", operation: "Apply" }] },
  });
  expect(await get("/apis/acme.test/v1/policies/p")).toMatchObject(policy);
  expect(await get("/apis/acme.test/v1/namespaces/new/boxes/b")).toMatchObject(box);
});

it("says what the cluster does not take, and applies the rest", async () => {
  const problems = await applyManifests({ server: url, token: "t" }, [
    { apiVersion: "v9", kind: "Nothing", metadata: { name: "n" } },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "Not a name" } },
    { ...settings, metadata: { name: "d", namespace: "new" } },
  ]);
  expect(problems).toEqual([
    "Nothing n: the cluster has no v9 Nothing",
    expect.stringMatching(/^ConfigMap Not a name: 422 /),
  ]);
  expect(await get("/api/v1/namespaces/new/configmaps/d")).toMatchObject({ kind: "ConfigMap" });
});
