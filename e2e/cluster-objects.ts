import { openClusterAccess } from "#agent/kube/cluster-access.ts";
import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeRequest } from "#agent/kube/kube-client.ts";

import { findWorld } from "./world.ts";

/** Somebody beside the product who works in a sample cluster of the organization acme. */
export class ClusterNeighbour {
  readonly #cluster: string;
  readonly #name: string;

  constructor(cluster: string, name: string) {
    this.#cluster = cluster;
    this.#name = name;
  }

  /** Sets fields of an object and takes them over from whoever managed them. */
  async apply(
    path: string,
    object: { readonly apiVersion: string; readonly kind: string } & Readonly<
      Record<string, unknown>
    >,
  ): Promise<void> {
    const query = { fieldManager: this.#name, force: "true" };
    const body = { type: "application/apply-patch+yaml", content: JSON.stringify(object) };
    await this.#send({ method: "PATCH", path, query, body });
  }

  read(path: string): Promise<unknown> {
    return this.#send({ path });
  }

  async #send(request: Omit<KubeRequest, "signal">): Promise<unknown> {
    const found = findWorld().clusters.find(
      ({ organization, cluster }) => organization === "acme" && cluster === this.#cluster,
    );
    if (found === undefined) throw new Error(`there is no cluster ${this.#cluster}`);
    const client = createKubeClient(await openClusterAccess(found.kubeconfig, process.env));
    try {
      return await client.send({ ...request, signal: AbortSignal.timeout(10_000) });
    } finally {
      client.close();
    }
  }
}
