import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  vi,
} from "vitest";
import { z } from "zod";

import { openClusterAccess } from "#agent/kube/cluster-access.ts";
import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient, KubeRequest } from "#agent/kube/kube-client.ts";
import { KubeFailure, isStatus } from "#agent/kube/kube-failure.ts";
import { compactEtcd } from "#test/kubernetes/compact-etcd.ts";
import { startControlPlane } from "#test/kubernetes/control-plane.ts";
import type { ControlPlane } from "#test/kubernetes/control-plane.ts";
import { startEtcd } from "#test/kubernetes/etcd.ts";
import type { RunningEtcd } from "#test/kubernetes/etcd.ts";
import { findKubernetesPrograms } from "#test/kubernetes/programs.ts";

import { ObjectCache } from "./object-cache.ts";
import type { CachedObject } from "./object-cache.ts";
import { Reflector } from "./reflector.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";

const tuning = { ...defaultWatchTuning, backoffMs: 20, longestBackoffMs: 500, pageSize: 5 };
const Thing = z.object({
  metadata: z.object({ uid: z.string(), name: z.string(), namespace: z.string().default("") }),
});
const Token = z.object({ status: z.object({ token: z.string() }) });

/** Without a cache before etcd, what etcd forgets is forgotten at once. */
const flags = ["--watch-cache-sizes=configmaps#0", "--feature-gates=ListFromCacheSnapshot=false"];

type Where = "continue" | "watch" | "stream" | "unauthorized";

describe.skipIf(inject("controlPlane") === null)(
  "a reflector whose history is gone, on a real control plane",
  { timeout: 120_000 },
  () => {
    let folder: string;
    let etcd: RunningEtcd;
    let plane: ControlPlane;
    let admin: KubeClient;
    let namespace: string;
    let stop: AbortController;
    let told: string[];
    let refused: Where[];
    let running: Promise<void>;

    async function programs() {
      const found = await findKubernetesPrograms(() => {});
      if (found === null) throw new Error("The programs of Kubernetes are gone.");
      return found;
    }

    async function startPlane(port?: number): Promise<ControlPlane> {
      const name = "forgetful";
      const own = { name, folder: join(folder, name), etcd: etcd.url, flags };
      return startControlPlane({ programs: await programs(), ...own, ...(port && { port }) });
    }

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "forgotten-history-"));
      etcd = await startEtcd((await programs()).etcd, join(folder, "etcd"));
      plane = await startPlane();
      const { server, token, ca } = plane;
      admin = createKubeClient({
        server: new URL(server),
        credentials: () => Promise.resolve({ authorization: `Bearer ${token}`, ca }),
      });
    }, 120_000);

    afterAll(async () => {
      admin.close();
      await plane.stop();
      await etcd.stop();
      await rm(folder, { recursive: true, force: true });
    });

    beforeEach(async () => {
      stop = new AbortController();
      told = [];
      refused = [];
      namespace = `gone-${randomUUID().slice(0, 8)}`;
      await apply(`/api/v1/namespaces/${namespace}`, { apiVersion: "v1", kind: "Namespace" });
    });

    afterEach(async () => {
      stop.abort();
      await running;
    });

    function apply(path: string, object: object): Promise<unknown> {
      const content = JSON.stringify({ ...object, metadata: { name: path.split("/").at(-1) } });
      return admin.send({
        method: "PATCH",
        path,
        query: { fieldManager: "test", force: "true" },
        body: { type: "application/apply-patch+yaml", content },
        signal: new AbortController().signal,
      });
    }

    function configMap(name: string): string {
      return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
    }

    function add(name: string): Promise<unknown> {
      return apply(configMap(name), { apiVersion: "v1", kind: "ConfigMap", data: { name } });
    }

    function remove(name: string): Promise<unknown> {
      const { signal } = new AbortController();
      return admin.send({ method: "DELETE", path: configMap(name), signal });
    }

    /** Notes where the server refused, and lets a test do something before a request. */
    function observed(
      client: KubeClient,
      before: (request: KubeRequest) => Promise<KubeRequest>,
    ): KubeClient {
      function note(error: unknown, where: Where): never {
        if (isStatus(error, 410)) refused.push(where);
        if (isStatus(error, 401)) refused.push("unauthorized");
        throw error;
      }
      async function* noted(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
        for await (const chunk of stream) {
          if (/"type":"ERROR".*"code":410/s.test(chunk.toString())) refused.push("stream");
          yield chunk;
        }
      }
      return {
        ...client,
        send: async (request) =>
          client.send(await before(request)).catch((error) => note(error, "continue")),
        stream: async (request) =>
          noted(await client.stream(await before(request)).catch((error) => note(error, "watch"))),
      };
    }

    function watch(
      before: (request: KubeRequest) => Promise<KubeRequest>,
      client = admin,
    ): ObjectCache<CachedObject> {
      const cache = new ObjectCache<CachedObject>((from, to) => {
        if (from === null || to === null) told.push(to === null ? `-${from?.name}` : `+${to.name}`);
      });
      const reflector = new Reflector({
        resource: "configmaps",
        namespace,
        locate: () => Promise.resolve(`/api/v1/namespaces/${namespace}/configmaps`),
        query: { fieldSelector: "metadata.name!=kube-root-ca.crt" },
        project: (object) => Thing.parse(object).metadata,
        cache,
        client: observed(client, before),
        tuning,
        log: () => {},
        reached: () => {},
      });
      running = reflector.run(stop.signal);
      return cache;
    }

    function names(cache: ObjectCache<CachedObject>): readonly string[] {
      return [...cache.values()].map(({ name }) => name).toSorted();
    }

    function eventually(check: () => void): Promise<void> {
      return vi.waitFor(check, { timeout: 60_000, interval: 50 });
    }

    it("between two pages of a list begins the list again", async () => {
      const all = Array.from({ length: 12 }, (_, at) => `c-${10 + at}`);
      for (const name of all) await add(name);
      let isGone = false;
      const cache = watch(async (request) => {
        if (request.query?.["sendInitialEvents"]) {
          throw new KubeFailure({ status: 422, message: "a server without streamed lists" });
        }
        if (request.query?.["continue"] && !isGone) {
          isGone = true;
          await remove("c-10");
          await compactEtcd(etcd.url);
        }
        return request;
      });
      await eventually(() => expect(names(cache)).toEqual(all.slice(1)));
      expect(refused).toEqual(["continue"]);
      expect(told).toEqual(all.slice(1).map((name) => `+${name}`));
    });

    it("before a watch begins tells what was missed, and nothing twice", async () => {
      await add("a");
      await add("b");
      let isGone = false;
      const cache = watch(async (request) => {
        if (request.query?.["resourceVersion"] && !isGone) {
          isGone = true;
          await remove("a");
          await add("a");
          await remove("b");
          await add("c");
          await compactEtcd(etcd.url);
        }
        return { ...request, query: { ...request.query, timeoutSeconds: "1" } };
      });
      await eventually(() => expect(names(cache)).toEqual(["a", "c"]));
      expect(refused).toEqual(["stream"]);
      expect(told.toSorted()).toEqual(["+a", "+a", "+b", "+c", "-a", "-b"]);
    });

    it("under an open watch, when etcd came back without it, is listed anew", async () => {
      await add("a");
      const cache = watch((request) => Promise.resolve(request));
      await eventually(() => expect(names(cache)).toEqual(["a"]));
      for (let round = 0; round < 3; round += 1) {
        await apply(`/api/v1/namespaces/${namespace}-${round}`, {
          apiVersion: "v1",
          kind: "Namespace",
        });
      }
      await compactEtcd(etcd.url);
      const port = Number(new URL(etcd.url).port);
      await etcd.stop();
      etcd = await startEtcd((await programs()).etcd, join(folder, "etcd"), { port });
      await vi.waitFor(() => add("b"), { timeout: 60_000, interval: 200 });
      await eventually(() => expect(names(cache)).toEqual(["a", "b"]));
      expect(told).toEqual(["+a", "+b"]);
      expect(refused).toContain("stream");
    });

    it("or whose API server is started anew loses and invents nothing", async () => {
      await add("a");
      await add("b");
      const cache = watch((request) => Promise.resolve(request));
      await eventually(() => expect(names(cache)).toEqual(["a", "b"]));
      const port = Number(new URL(plane.server).port);
      await plane.stop();
      plane = await startPlane(port);
      await remove("b");
      await add("c");
      await compactEtcd(etcd.url);
      await eventually(() => expect(names(cache)).toEqual(["a", "c"]));
      expect(told.toSorted()).toEqual(["+a", "+b", "+c", "-b"]);
    });

    it("or whose token is replaced on disk goes on with the new one", async () => {
      const token = await boundToken("first");
      const tokenFile = join(folder, "token");
      await writeFile(tokenFile, token);
      await allowReading();
      const kubeconfig = join(folder, "rotating.yaml");
      await writeFile(kubeconfig, rotatingKubeconfig(plane));
      const client = createKubeClient(await openClusterAccess(kubeconfig, { NODE_ENV: "test" }));
      await add("a");
      const cache = watch(
        (request) =>
          Promise.resolve({ ...request, query: { ...request.query, timeoutSeconds: "1" } }),
        client,
      );
      await eventually(() => expect(names(cache)).toEqual(["a"]));
      await admin.send({
        method: "DELETE",
        path: `/api/v1/namespaces/${namespace}/secrets/first`,
        signal: stop.signal,
      });
      await eventually(() => expect(refused).toContain("unauthorized"));
      await add("b");
      expect(names(cache)).toEqual(["a"]);
      await writeFile(tokenFile, await boundToken("second"));
      await eventually(() => expect(names(cache)).toEqual(["a", "b"]));
      expect(told).toEqual(["+a", "+b"]);
      client.close();
    });

    /** A token that is good for as long as the secret of this name is there. */
    async function boundToken(secret: string): Promise<string> {
      const place = `/api/v1/namespaces/${namespace}`;
      await apply(`${place}/serviceaccounts/reader`, { apiVersion: "v1", kind: "ServiceAccount" });
      await apply(`${place}/secrets/${secret}`, { apiVersion: "v1", kind: "Secret" });
      const boundObjectRef = { apiVersion: "v1", kind: "Secret", name: secret };
      const content = JSON.stringify({
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { boundObjectRef, expirationSeconds: 3600 },
      });
      const answer = await admin.send({
        method: "POST",
        path: `${place}/serviceaccounts/reader/token`,
        body: { type: "application/json", content },
        signal: stop.signal,
      });
      return Token.parse(answer).status.token;
    }

    async function allowReading(): Promise<void> {
      const place = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
      const apiVersion = "rbac.authorization.k8s.io/v1";
      const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["list", "watch"] }];
      await apply(`${place}/roles/reader`, { apiVersion, kind: "Role", rules });
      await apply(`${place}/rolebindings/reader`, {
        apiVersion,
        kind: "RoleBinding",
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
        subjects: [{ kind: "ServiceAccount", name: "reader", namespace }],
      });
    }
  },
);

function rotatingKubeconfig({ server, ca }: ControlPlane): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "it",
    contexts: [{ name: "it", context: { cluster: "it", user: "it" } }],
    clusters: [
      {
        name: "it",
        cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") },
      },
    ],
    users: [{ name: "it", user: { tokenFile: "token" } }],
  });
}
