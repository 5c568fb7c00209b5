import { createServer } from "node:http";
import type { ServerResponse } from "node:http";

import { listen } from "#sandbox/http/listen.ts";

const namespace = "shop";
const podsEach = 5;
const chunk = 50;

/** A Kubernetes API with as many workloads as asked, five pods each, in which nothing ever happens. */
export interface LargeCluster {
  readonly server: string;
  /** Since it was last asked: requests, and bytes of their answers. */
  readonly take: () => { readonly requests: number; readonly bytes: number };
  readonly openWatches: () => number;
  readonly close: () => void;
}

export async function startLargeCluster(workloads: number): Promise<LargeCluster> {
  let requests = 0;
  let bytes = 0;
  let openWatches = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const url = new URL(request.url ?? "/", "http://api");
    const count = (text: string): string => {
      bytes += text.length;
      return text;
    };
    if (!url.searchParams.has("watch")) {
      response.writeHead(200, { "content-type": "application/json" });
      return void response.end(count(answerOf(url, workloads)));
    }
    openWatches += 1;
    response.on("close", () => (openWatches -= 1));
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    if (url.searchParams.has("sendInitialEvents")) {
      void sendInitial(response, { path: url.pathname, workloads, count });
    }
  });
  const port = await listen(server, 0);
  return {
    server: `http://127.0.0.1:${port}`,
    take() {
      const taken = { requests, bytes };
      requests = 0;
      bytes = 0;
      return taken;
    },
    openWatches: () => openWatches,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answerOf({ pathname, searchParams }: URL, workloads: number): string {
  if (pathname === "/version") return JSON.stringify({ gitVersion: "v1.36.0" });
  if (pathname === "/apis") {
    return JSON.stringify({ kind: "APIGroupDiscoveryList", items: [] });
  }
  const all = count(pathname, workloads);
  const limit = Number(searchParams.get("limit") ?? all);
  const from = Number(searchParams.get("continue") ?? 0);
  const items = Array.from({ length: Math.max(0, Math.min(limit, all - from)) }, (_, at) =>
    objectOf(pathname, from + at),
  );
  const next = from + items.length < all ? { continue: String(from + items.length) } : {};
  return JSON.stringify({ metadata: { resourceVersion: "9", ...next }, items });
}

async function sendInitial(
  response: ServerResponse,
  of: {
    readonly path: string;
    readonly workloads: number;
    readonly count: (text: string) => string;
  },
): Promise<void> {
  const all = count(of.path, of.workloads);
  for (let at = 0; at < all && !response.destroyed; at += chunk) {
    const lines = Array.from({ length: Math.min(chunk, all - at) }, (_, offset) =>
      line("ADDED", objectOf(of.path, at + offset)),
    );
    await new Promise((resolve) => response.write(of.count(lines.join("")), resolve));
  }
  const annotations = { "k8s.io/initial-events-end": "true" };
  response.write(of.count(line("BOOKMARK", { metadata: { resourceVersion: "9", annotations } })));
}

function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function count(path: string, workloads: number): number {
  if (path.endsWith("/pods")) return workloads * podsEach;
  return path.endsWith("/deployments") || path.endsWith("/replicasets") ? workloads : 0;
}

function objectOf(path: string, at: number): object {
  if (path.endsWith("/deployments")) return deployment(at);
  return path.endsWith("/replicasets") ? replicaSet(at) : pod(at);
}

function deployment(at: number): object {
  const condition = { status: "True", lastTransitionTime: "2026-05-01T10:00:00Z" };
  return {
    metadata: metadata({ name: `service-${at}`, uid: uid("d", at), app: at }),
    spec: {
      replicas: podsEach,
      selector: { matchLabels: { app: `service-${at}` } },
      template: template(at),
    },
    status: {
      observedGeneration: 1,
      replicas: podsEach,
      updatedReplicas: podsEach,
      readyReplicas: podsEach,
      availableReplicas: podsEach,
      conditions: [
        { ...condition, type: "Available", reason: "MinimumReplicasAvailable" },
        { ...condition, type: "Progressing", reason: "NewReplicaSetAvailable" },
      ],
    },
  };
}

function replicaSet(at: number): object {
  const owner = { kind: "Deployment", name: `service-${at}`, uid: uid("d", at) };
  return {
    metadata: metadata({ name: `service-${at}-7d4b`, uid: uid("r", at), app: at, owner }),
    spec: { replicas: podsEach, template: template(at) },
    status: { observedGeneration: 1, replicas: podsEach, readyReplicas: podsEach },
  };
}

function pod(at: number): object {
  const app = Math.floor(at / podsEach);
  const owner = { kind: "ReplicaSet", name: `service-${app}-7d4b`, uid: uid("r", app) };
  const { spec } = template(app);
  return {
    metadata: metadata({ name: `service-${app}-7d4b-${at}`, uid: uid("p", at), app, owner }),
    spec: { ...spec, nodeName: `node-${at % 40}` },
    status: {
      phase: "Running",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
        type,
        status: "True",
        lastTransitionTime: "2026-05-01T10:00:00Z",
      })),
      containerStatuses: spec.containers.map(({ name, image }) => ({
        name,
        image,
        imageID: `registry.bench.test/${name}@sha256:${"ab".repeat(32)}`,
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: "2026-05-01T10:00:00Z" } },
      })),
    },
  };
}

/** With what real ones drag along: managed fields, environment, probes and volumes. */
function metadata(of: {
  readonly name: string;
  readonly uid: string;
  readonly app: number;
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid: string };
}): object {
  const fields = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`f:field-${at}`, { "f:value": {}, "f:more": {} }]),
  );
  return {
    name: of.name,
    namespace,
    uid: of.uid,
    resourceVersion: "8",
    generation: 1,
    creationTimestamp: "2026-05-01T10:00:00Z",
    labels: { app: `service-${of.app}`, "app.kubernetes.io/part-of": "bench" },
    annotations: { "deployment.kubernetes.io/revision": "1" },
    ownerReferences: of.owner && [{ ...of.owner, controller: true }],
    managedFields: [{ manager: "kube-controller-manager", operation: "Update", fieldsV1: fields }],
  };
}

function template(at: number) {
  const env = Array.from({ length: 40 }, (_, entry) => ({
    name: `SETTING_${entry}`,
    value: `a value of some length, number ${entry}`,
  }));
  const containers = ["web", "proxy"].map((name) => ({
    name,
    image: `registry.bench.test/service-${at}/${name}:1.${at % 30}.0`,
    env,
    readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 10 },
  }));
  return { metadata: { labels: { app: `service-${at}` } }, spec: { containers } };
}

function uid(kind: string, at: number): string {
  return `${kind}0000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
}
