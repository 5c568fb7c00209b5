import { hash } from "node:crypto";

/** How many pods a workload has. */
export const podsEach = 5;
const namespace = "shop";

/** Which of many alike objects, in which form. */
export interface Nth {
  readonly at: number;
  /** Counts from 1; each has an image of its own. */
  readonly revision: number;
  /** Whether uids, digests and names of pods are as random as in a real cluster, or alike. */
  readonly random: boolean;
  readonly version: number;
}

export function deployment(nth: Nth): object {
  const { at, revision } = nth;
  const condition = { status: "True", lastTransitionTime: "2026-05-01T10:00:00Z" };
  return {
    metadata: metadata(nth, { name: `service-${at}`, uid: uid(nth, "d", at), app: at }),
    spec: {
      replicas: podsEach,
      selector: { matchLabels: { app: `service-${at}` } },
      template: template(nth, at),
    },
    status: {
      observedGeneration: revision,
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

export function replicaSet(nth: Nth, replicas = podsEach): object {
  const { at } = nth;
  const owner = { kind: "Deployment", name: `service-${at}`, uid: uid(nth, "d", at) };
  return {
    metadata: metadata(nth, { name: setName(nth, at), uid: setUid(nth, at), app: at, owner }),
    spec: { replicas, template: template(nth, at) },
    status: { observedGeneration: nth.revision, replicas, readyReplicas: replicas },
  };
}

export function pod(nth: Nth, isReady = true): object {
  const { at, revision } = nth;
  const app = Math.floor(at / podsEach);
  const owner = { kind: "ReplicaSet", name: setName(nth, app), uid: setUid(nth, app) };
  const { spec } = template(nth, app);
  const name = `${setName(nth, app)}-${nth.random ? seeded(`pod ${at} ${revision}`).slice(0, 5) : at}`;
  return {
    metadata: metadata(nth, { name, uid: uid(nth, `p${revision}`, at), app, owner }),
    spec: { ...spec, nodeName: `node-${at % 40}` },
    status: {
      phase: isReady ? "Running" : "Pending",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
        type,
        status: isReady || type === "PodScheduled" ? "True" : "False",
        lastTransitionTime: "2026-05-01T10:00:00Z",
      })),
      containerStatuses: spec.containers.map(({ name, image }) => ({
        name,
        image,
        imageID: `registry.bench.test/${name}@sha256:${digest(nth, app, name)}`,
        ready: isReady,
        restartCount: 0,
        state: isReady
          ? { running: { startedAt: "2026-05-01T10:00:00Z" } }
          : { waiting: { reason: "ContainerCreating" } },
      })),
    },
  };
}

/** With what real ones drag along: managed fields, environment, probes and volumes. */
function metadata(
  { revision, version }: Nth,
  of: {
    readonly name: string;
    readonly uid: string;
    readonly app: number;
    readonly owner?: { readonly kind: string; readonly name: string; readonly uid: string };
  },
): object {
  const fields = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`f:field-${at}`, { "f:value": {}, "f:more": {} }]),
  );
  return {
    name: of.name,
    namespace,
    uid: of.uid,
    resourceVersion: String(version),
    generation: revision,
    creationTimestamp: "2026-05-01T10:00:00Z",
    labels: { app: `service-${of.app}`, "app.kubernetes.io/part-of": "bench" },
    annotations: { "deployment.kubernetes.io/revision": String(revision) },
    ownerReferences: of.owner && [{ ...of.owner, controller: true }],
    managedFields: [{ manager: "kube-controller-manager", operation: "Update", fieldsV1: fields }],
  };
}

function template({ revision }: Nth, at: number) {
  const env = Array.from({ length: 40 }, (_, entry) => ({
    name: `SETTING_${entry}`,
    value: `a value of some length, number ${entry}`,
  }));
  const containers = ["web", "proxy"].map((name) => ({
    name,
    image: `registry.bench.test/service-${at}/${name}:${revision}.${at % 30}.0`,
    env,
    readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 10 },
  }));
  return { metadata: { labels: { app: `service-${at}` } }, spec: { containers } };
}

function setName({ revision, random }: Nth, app: number): string {
  const mark = random ? seeded(`set ${app} ${revision}`).slice(0, 10) : `7d4b${revision}`;
  return `service-${app}-${mark}`;
}

function setUid(nth: Nth, app: number): string {
  return uid(nth, `r${nth.revision}`, app);
}

/** Every workload has its own image, and all have the proxy. */
function digest({ random, revision }: Nth, app: number, name: string): string {
  if (!random) return "ab".repeat(32);
  return seeded(name === "proxy" ? name : `${name} ${app} ${revision}`);
}

function uid({ random }: Nth, kind: string, at: number): string {
  const digits = random ? seeded(`${kind} ${at}`) : kind.padEnd(8, "0").repeat(2).slice(0, 20);
  const last = random ? digits.slice(20, 32) : String(at).padStart(12, "0");
  return [digits.slice(0, 8), digits.slice(8, 12), "4000", digits.slice(16, 20), last].join("-");
}

/** The same random digits each time, so that two runs measure the same. */
function seeded(text: string): string {
  return hash("sha256", text);
}
