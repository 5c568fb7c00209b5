import type { ApiClient } from "#sandbox/api/api-client.ts";
import type { KubeObject } from "#sandbox/kubernetes/object.ts";
import { timestamp } from "#sandbox/kubernetes/object.ts";
import type { Node, Pod } from "#sandbox/kubernetes/pod.ts";

import { EventRecorder } from "./event-recorder.ts";
import { whyUnfit } from "./node-fit.ts";

/** Binds pods to the fitting node with the fewest of them, and says of the others why not. */
export class Scheduler {
  readonly #client: ApiClient;
  readonly #now: () => Date;
  readonly #nodes = new Map<string, Node>();
  readonly #waiting = new Map<string, Pod>();
  readonly #binding = new Set<string>();
  readonly #load = new Map<string, string>();
  readonly #told = new Map<string, string>();

  constructor({ client, now }: { client: ApiClient; now: () => Date }) {
    this.#client = client;
    this.#now = now;
  }

  nodeSeen(node: Node): void {
    this.#nodes.set(node.metadata.uid, node);
    for (const pod of this.#waiting.values()) this.#place(pod);
  }

  nodeGone(uid: string): void {
    this.#nodes.delete(uid);
  }

  podSeen(pod: Pod): void {
    const { uid } = pod.metadata;
    if (pod.spec.nodeName) {
      this.#waiting.delete(uid);
      this.#load.set(uid, pod.spec.nodeName);
      return;
    }
    if (pod.metadata.deletionTimestamp) return;
    this.#waiting.set(uid, pod);
    this.#place(pod);
  }

  podGone(uid: string): void {
    this.#waiting.delete(uid);
    this.#load.delete(uid);
    this.#told.delete(uid);
  }

  #place(pod: Pod): void {
    const { uid } = pod.metadata;
    if (this.#binding.has(uid)) return;
    const nodes = [...this.#nodes.values()];
    const fitting = nodes.filter((node) => whyUnfit(pod, node) === null);
    const counts = this.#counts();
    const [best] = fitting.toSorted(
      (a, b) => (counts.get(a.metadata.name) ?? 0) - (counts.get(b.metadata.name) ?? 0),
    );
    if (!best) {
      this.#tell(pod, refusal(pod, nodes)).catch(() => undefined);
      return;
    }
    this.#binding.add(uid);
    this.#load.set(uid, best.metadata.name);
    this.#bind(pod, best.metadata.name)
      .catch(() => undefined)
      .finally(() => this.#binding.delete(uid));
  }

  async #bind(pod: Pod, node: string): Promise<void> {
    const { name, namespace = "default" } = pod.metadata;
    const { code } = await this.#client.request({
      method: "POST",
      path: `/api/v1/namespaces/${namespace}/pods/${name}/binding`,
      body: {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name, namespace },
        target: { apiVersion: "v1", kind: "Node", name: node },
      },
    });
    if (code !== 201) return;
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    this.#recorder(pod).record({ type: "Normal", reason: "Scheduled", message });
  }

  async #tell(pod: Pod, message: string): Promise<void> {
    const { name, namespace = "default", uid } = pod.metadata;
    if (this.#told.get(uid) === message) return;
    this.#told.set(uid, message);
    this.#recorder(pod).record({ type: "Warning", reason: "FailedScheduling", message });
    const condition = {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message,
      lastTransitionTime: timestamp(this.#now()),
    };
    await this.#client.request({
      method: "PATCH",
      path: `/api/v1/namespaces/${namespace}/pods/${name}/status`,
      contentType: "application/merge-patch+json",
      body: { metadata: { uid }, status: { phase: "Pending", conditions: [condition] } },
    });
  }

  #recorder(pod: KubeObject): EventRecorder {
    return new EventRecorder({
      client: this.#client,
      pod,
      component: "default-scheduler",
      host: "",
      now: this.#now,
    });
  }

  #counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const node of this.#load.values()) counts.set(node, (counts.get(node) ?? 0) + 1);
    return counts;
  }
}

function refusal(pod: Pod, nodes: readonly Node[]): string {
  const reasons = new Map<string, number>();
  for (const node of nodes) {
    const why = whyUnfit(pod, node) ?? "";
    reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  const listed = [...reasons].map(([why, count]) => `${count} ${why}`).join(", ");
  return nodes.length === 0
    ? "no nodes available to schedule pods"
    : `0/${nodes.length} nodes are available: ${listed}.`;
}
