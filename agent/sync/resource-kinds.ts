import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";

import type { ObjectReference } from "./object-reference.ts";

const ResourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

export interface ResourceKind {
  /** The plural that paths use. */
  readonly name: string;
  readonly namespaced: boolean;
}

/** What the cluster serves, asked once per version of an API and remembered. */
export class ResourceKinds {
  readonly #client: KubeClient;
  readonly #known = new Map<string, z.infer<typeof ResourceList>["resources"]>();

  constructor(client: KubeClient) {
    this.#client = client;
  }

  /** Null where the cluster has no such kind. */
  async find(
    { apiVersion, kind }: Pick<ObjectReference, "apiVersion" | "kind">,
    signal: AbortSignal,
  ): Promise<ResourceKind | null> {
    const resources = this.#known.get(apiVersion) ?? (await this.#read(apiVersion, signal));
    const found = resources.find((each) => each.kind === kind && !each.name.includes("/"));
    return found ?? null;
  }

  /** Has everything asked anew: a definition was applied. */
  forget(): void {
    this.#known.clear();
  }

  async #read(
    apiVersion: string,
    signal: AbortSignal,
  ): Promise<z.infer<typeof ResourceList>["resources"]> {
    try {
      const path = apiPath(apiVersion);
      const { resources } = ResourceList.parse(await this.#client.send({ path, signal }));
      this.#known.set(apiVersion, resources);
      return resources;
    } catch (error) {
      if (isStatus(error, 404)) return [];
      throw error;
    }
  }
}

/** Path of an object. */
export function objectPath(
  reference: ObjectReference,
  { name: plural, namespaced }: ResourceKind,
): string {
  const place = namespaced ? `/namespaces/${encodeURIComponent(reference.namespace)}` : "";
  return `${apiPath(reference.apiVersion)}${place}/${plural}/${encodeURIComponent(reference.name)}`;
}

function apiPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
