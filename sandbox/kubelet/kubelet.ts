import { randomBytes } from "node:crypto";

import { ApiClient } from "#sandbox/api/api-client.ts";
import { reflect } from "#sandbox/api/reflector.ts";
import type { KubeObject } from "#sandbox/kubernetes/object.ts";
import type { Node, Pod } from "#sandbox/kubernetes/pod.ts";

import type { Pace } from "./container-life.ts";
import { ImageSource } from "./image-source.ts";
import { hollowNodes, registerNode, renewLease, type HollowNode } from "./node-registration.ts";
import { PodLogServer } from "./pod-log-server.ts";
import { PodWorker } from "./pod-worker.ts";
import { Scheduler } from "./scheduler.ts";

export interface HollowKubeletOptions {
  /** The address of the Kubernetes API, with the prefix it is mounted under. */
  readonly server: string;
  readonly token?: string;
  /** The base address of the registry that stands for all registries. */
  readonly registry: string;
  readonly nodes: number;
  readonly nodeName?: (index: number) => string;
  readonly pace: () => Pace;
  readonly signal: AbortSignal;
  /** Whether it assigns pods to its nodes too; false where a real scheduler does. */
  readonly schedule?: boolean;
  /** Whether the API server gets the pods' logs from here; the simulated one makes them up itself. */
  readonly servesLogs?: boolean;
  readonly now?: () => Date;
}

const leaseMs = 20_000;
const registrationRetryMs = 500;

/**
 * Nodes without machines: registers them, and gives the pods on them the status they would have if
 * they ran, from what the registry says about their images. Knows the cluster by its API alone.
 */
export function startHollowKubelet(options: HollowKubeletOptions): { close(): void } {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  const kubelet = new HollowKubelet(options, signal);
  kubelet.run();
  return { close: () => stop.abort() };
}

class HollowKubelet {
  readonly #options: HollowKubeletOptions;
  readonly #signal: AbortSignal;
  readonly #client: ApiClient;
  readonly #images: ImageSource;
  readonly #scheduler: Scheduler;
  readonly #nodes: ReadonlyMap<string, HollowNode>;
  readonly #workers = new Map<string, PodWorker>();
  readonly #now: () => Date;
  readonly #logs: PodLogServer | null;
  #lastAddress = 1;

  constructor(options: HollowKubeletOptions, signal: AbortSignal) {
    const { server, token, registry, nodes, nodeName = (index) => `node-${index + 1}` } = options;
    this.#options = options;
    this.#signal = signal;
    this.#now = options.now ?? (() => new Date());
    this.#logs = options.servesLogs === true ? new PodLogServer() : null;
    this.#client = new ApiClient({ server, token, signal });
    this.#images = new ImageSource({ registry, signal });
    this.#scheduler = new Scheduler({ client: this.#client, now: this.#now });
    this.#nodes = new Map(hollowNodes(nodes, nodeName).map((node) => [node.name, node]));
  }

  run(): void {
    const { schedule = true } = this.#options;
    if (this.#logs === null) this.#startNodes(null);
    else void this.#logs.open(this.#signal).then((port) => this.#startNodes(port));
    this.#follow("/api/v1/pods", {
      seen: (object) => {
        this.#logs?.seen(asPod(object));
        this.#podSeen(asPod(object));
      },
      gone: (uid) => this.#podGone(uid),
    });
    if (schedule) {
      this.#follow("/api/v1/nodes", {
        seen: (object) => this.#scheduler.nodeSeen(asNode(object)),
        gone: (uid) => this.#scheduler.nodeGone(uid),
      });
    }
    this.#signal.addEventListener("abort", () => this.#abandonAll(), { once: true });
  }

  #follow(path: string, follower: Parameters<typeof reflect>[0]["follower"]): void {
    void reflect({ client: this.#client, path, follower, signal: this.#signal });
  }

  #startNodes(logPort: number | null): void {
    for (const node of this.#nodes.values()) this.#keepAlive(node, logPort);
  }

  /** Registers the node, again and again until the API answers, then renews its lease. */
  #keepAlive(node: HollowNode, logPort: number | null): void {
    if (this.#signal.aborted) return;
    const work = { client: this.#client, node, now: this.#now(), logPort };
    registerNode(work).then(
      () => this.#renewLeases(node),
      () => setTimeout(() => this.#keepAlive(node, logPort), registrationRetryMs).unref(),
    );
  }

  #renewLeases(node: HollowNode): void {
    const renew = () => {
      renewLease({ client: this.#client, node, now: this.#now() }).catch(() => undefined);
    };
    renew();
    const timer = setInterval(renew, leaseMs);
    timer.unref();
    this.#signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  #podSeen(pod: Pod): void {
    if (this.#options.schedule ?? true) this.#scheduler.podSeen(pod);
    const node = this.#nodes.get(pod.spec.nodeName ?? "");
    if (!node) return;
    const { uid, deletionTimestamp } = pod.metadata;
    const worker = this.#workers.get(uid) ?? this.#adopt(pod, node);
    if (deletionTimestamp) worker.finish();
  }

  #adopt(pod: Pod, node: HollowNode): PodWorker {
    const worker = new PodWorker(pod, {
      client: this.#client,
      images: this.#images,
      pace: this.#options.pace,
      now: this.#now,
      newContainerId: () => randomBytes(32).toString("hex"),
      nodeName: node.name,
      addresses: { hostIP: node.hostIP, podIP: this.#nextAddress(node) },
    });
    this.#workers.set(pod.metadata.uid, worker);
    if (!pod.metadata.deletionTimestamp && !isSettled(pod)) worker.start();
    return worker;
  }

  #nextAddress({ podPrefix }: HollowNode): string {
    this.#lastAddress = (this.#lastAddress % 250) + 2;
    return `${podPrefix}.${this.#lastAddress}`;
  }

  #podGone(uid: string): void {
    this.#scheduler.podGone(uid);
    this.#logs?.gone(uid);
    this.#workers.get(uid)?.abandon();
    this.#workers.delete(uid);
  }

  #abandonAll(): void {
    for (const worker of this.#workers.values()) worker.abandon();
    this.#workers.clear();
    this.#client.close();
  }
}

/** A pod an earlier kubelet left ready or finished needs no work. */
function isSettled({ status }: Pod): boolean {
  if (status?.phase === "Succeeded" || status?.phase === "Failed") return true;
  return (
    status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false
  );
}

/** An object from the pods' path of the API is a pod. */
function asPod(object: KubeObject): Pod {
  return object as Pod;
}

/** An object from the nodes' path of the API is a node. */
function asNode(object: KubeObject): Node {
  return object as Node;
}
