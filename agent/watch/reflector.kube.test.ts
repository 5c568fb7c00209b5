import { randomUUID } from "node:crypto";

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

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";

import { Discovery } from "./discovery.ts";
import { ObjectCache } from "./object-cache.ts";
import type { CachedObject } from "./object-cache.ts";
import { Reflector } from "./reflector.ts";
import { systemWatchClock } from "./watch-clock.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";
import { collectionPath, resourceName } from "./watched-collection.ts";
import type { WatchedCollection } from "./watched-collection.ts";

const controlPlane = inject("controlPlane");
const tuning = { ...defaultWatchTuning, backoffMs: 20, refusedMs: 100, discoveryMs: 200 };
const configMaps = { group: "", version: "v1", plural: "configmaps" };
const pods = { group: "", version: "v1", plural: "pods" };

const Thing = z.object({
  metadata: z.object({ uid: z.string(), name: z.string(), namespace: z.string().default("") }),
});

describe.skipIf(controlPlane === null)("a reflector on a real control plane", () => {
  let admin: KubeClient;
  let limited: KubeClient;
  let namespace: string;
  let stop: AbortController;
  let queries: Readonly<Record<string, string>>[];
  let told: string[];
  let running: Promise<unknown>[];

  function connect(token = ""): KubeClient {
    return createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({ authorization: `Bearer ${token}`, ca: controlPlane?.ca }),
    });
  }

  beforeAll(() => {
    admin = connect(controlPlane?.token);
    limited = connect(controlPlane?.limitedToken);
  });

  afterAll(() => {
    admin.close();
    limited.close();
  });

  beforeEach(async () => {
    stop = new AbortController();
    queries = [];
    told = [];
    running = [];
    namespace = `watch-${randomUUID().slice(0, 8)}`;
    await apply(`/api/v1/namespaces/${namespace}`, { apiVersion: "v1", kind: "Namespace" });
  });

  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
  });

  function apply(path: string, object: object): Promise<unknown> {
    const name = path.split("/").at(-1);
    const content = JSON.stringify({ ...object, metadata: { name } });
    return admin.send({
      method: "PATCH",
      path,
      query: { fieldManager: "test", force: "true" },
      body: { type: "application/apply-patch+yaml", content },
      signal: stop.signal,
    });
  }

  function remove(path: string): Promise<unknown> {
    return admin.send({ method: "DELETE", path, signal: stop.signal });
  }

  function configMap(name: string): string {
    return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  }

  function addConfigMap(name: string, value = ""): Promise<unknown> {
    return apply(configMap(name), { apiVersion: "v1", kind: "ConfigMap", data: { value } });
  }

  /** Notes each watch, and may lead its query astray. */
  function observed(
    client: KubeClient,
    astray: (query: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  ): KubeClient {
    return {
      ...client,
      stream(request) {
        const query = astray(request.query ?? {});
        queries.push(query);
        return client.stream({ ...request, query });
      },
    };
  }

  function watch(options: {
    readonly collection: WatchedCollection;
    readonly client?: KubeClient;
    readonly scope?: string | null;
    readonly astray?: (query: Readonly<Record<string, string>>) => typeof query;
  }) {
    const { collection, client = admin, scope = namespace, astray = (query) => query } = options;
    const cache = new ObjectCache<CachedObject>((before, after) => {
      if (before === null || after === null) {
        told.push(after === null ? `-${before?.name}` : `+${after.name}`);
      }
    });
    const discovery = new Discovery({
      client,
      wanted: [collection],
      everyMs: tuning.discoveryMs,
      clock: systemWatchClock,
      log: () => {},
      changed: () => reflector.lookAgain(),
    });
    const reflector: Reflector<CachedObject> = new Reflector({
      resource: resourceName(collection),
      namespace: scope,
      async locate(doubt) {
        const api = await discovery.locate(collection, doubt);
        return api && collectionPath(api, { ...collection, namespace: scope });
      },
      query: { fieldSelector: "metadata.name!=kube-root-ca.crt" },
      project: (object) => Thing.parse(object).metadata,
      cache,
      client: observed(client, astray),
      tuning,
      log: () => {},
    });
    running.push(reflector.run(stop.signal), discovery.run(stop.signal));
    return { reflector, cache };
  }

  function names(cache: ObjectCache<CachedObject>): readonly string[] {
    return [...cache.values()].map(({ name }) => name).sort();
  }

  function eventually(check: () => void): Promise<void> {
    return vi.waitFor(check, { timeout: 30_000, interval: 20 });
  }

  it("streams the initial state and follows every change", async () => {
    await addConfigMap("a");
    const { reflector, cache } = watch({ collection: configMaps });
    await reflector.settled;
    expect(names(cache)).toEqual(["a"]);
    await addConfigMap("b");
    await remove(configMap("a"));
    await eventually(() => expect(told).toEqual(["+a", "+b", "-a"]));
    expect(queries).toHaveLength(1);
    expect(queries[0]).toMatchObject({ sendInitialEvents: "true" });
  });

  it("is not misled by a history that is told again", async () => {
    await addConfigMap("a");
    let isLed = false;
    function astray(query: Readonly<Record<string, string>>) {
      if (query["resourceVersion"] === undefined || isLed) return { ...query, timeoutSeconds: "1" };
      isLed = true;
      return { ...query, resourceVersion: "1" };
    }
    const { cache } = watch({ collection: configMaps, astray });
    await eventually(() => expect(isLed).toBe(true));
    await addConfigMap("b");
    await eventually(() => expect(names(cache)).toEqual(["a", "b"]));
    expect(told).toEqual(["+a", "+b"]);
  });

  it("takes the same name under a new uid for another object", async () => {
    await addConfigMap("a");
    const { reflector } = watch({ collection: configMaps });
    await reflector.settled;
    await remove(configMap("a"));
    await addConfigMap("a");
    await eventually(() => expect(told).toEqual(["+a", "-a", "+a"]));
  });

  it("names the right that is missing, and goes on when it is granted", async () => {
    await addConfigMap("a");
    const { reflector, cache } = watch({ collection: configMaps, client: limited });
    await reflector.settled;
    expect(reflector.health).toMatchObject({ synced: false, missing: "right" });
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    const apiVersion = "rbac.authorization.k8s.io/v1";
    const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["list", "watch"] }];
    await apply(`${rbac}/roles/reader`, { apiVersion, kind: "Role", rules });
    await apply(`${rbac}/rolebindings/reader`, {
      apiVersion,
      kind: "RoleBinding",
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "limited" }],
    });
    await eventually(() => expect(names(cache)).toEqual(["a"]));
    expect(reflector.health).toMatchObject({ synced: true, missing: null });
  });

  it("takes a custom kind up when it appears, and lets it go when it vanishes", async () => {
    const group = `${namespace}.example.org`;
    const { reflector, cache } = watch({
      collection: { group, version: null, plural: "widgets" },
      scope: null,
    });
    await reflector.settled;
    expect(reflector.health.missing).toBe("kind");
    const crd = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`;
    const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    for (const round of ["first", "second"]) {
      await apply(crd, {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        spec: {
          group,
          scope: "Namespaced",
          names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
          versions: [
            { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } },
          ],
        },
      });
      await eventually(() => expect(reflector.health).toMatchObject({ missing: null }));
      await apply(`/apis/${group}/v1/namespaces/${namespace}/widgets/${round}`, {
        apiVersion: `${group}/v1`,
        kind: "Widget",
      });
      await eventually(() => expect(names(cache)).toEqual([round]));
      await remove(crd);
      await eventually(() => expect(reflector.health.missing).toBe("kind"));
      expect(names(cache)).toEqual([]);
    }
    expect(told).toEqual(["+first", "-first", "+second", "-second"]);
  });

  it("misses none of 500 pods that are made quickly", async () => {
    const { reflector, cache } = watch({ collection: pods });
    await reflector.settled;
    const expected = Array.from({ length: 500 }, (_, at) => `pod-${at}`);
    const spec = { containers: [{ name: "web", image: "registry.test/web:1" }] };
    for (let at = 0; at < expected.length; at += 50) {
      await Promise.all(
        expected.slice(at, at + 50).map((name) =>
          apply(`/api/v1/namespaces/${namespace}/pods/${name}`, {
            apiVersion: "v1",
            kind: "Pod",
            spec,
          }),
        ),
      );
    }
    await eventually(() => expect(names(cache)).toEqual(expected.toSorted()));
    expect(told).toHaveLength(500);
    expect(queries).toHaveLength(1);
  });
});
