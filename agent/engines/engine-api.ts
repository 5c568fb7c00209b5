import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";

const Group = z.object({ preferredVersion: z.object({ version: z.string() }) });
const version = /^v\d+((alpha|beta)\d+)?$/;

export interface EngineKind {
  readonly group: string;
  readonly plural: string;
}

/** The kinds of Flux and Argo CD, each in the version that the cluster prefers. */
export class EngineApi {
  readonly #client: KubeClient;
  readonly #signal: AbortSignal;
  readonly #versions = new Map<string, Promise<string>>();

  constructor(client: KubeClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  async read(kind: EngineKind, object: NamedObject): Promise<unknown> {
    return this.#client.send({ path: await this.#path(kind, object), signal: this.#signal });
  }

  /** Merges a change into the object; throws KubeFailure where the API server refuses. */
  async change(kind: EngineKind, object: NamedObject, change: object): Promise<void> {
    await this.#client.send({
      method: "PATCH",
      path: await this.#path(kind, object),
      query: { fieldManager: "stagecoach-nudge" },
      body: { type: "application/merge-patch+json", content: JSON.stringify(change) },
      signal: this.#signal,
    });
  }

  async #path({ group, plural }: EngineKind, { namespace, name }: NamedObject): Promise<string> {
    const served = await this.#versionOf(group);
    const place = `/namespaces/${encodeURIComponent(namespace)}/${plural}`;
    return `/apis/${group}/${served}${place}/${encodeURIComponent(name)}`;
  }

  #versionOf(group: string): Promise<string> {
    const known = this.#versions.get(group) ?? this.#askVersion(group);
    this.#versions.set(group, known);
    return known;
  }

  async #askVersion(group: string): Promise<string> {
    const answer = await this.#client.send({ path: `/apis/${group}`, signal: this.#signal });
    return z.string().regex(version).parse(Group.parse(answer).preferredVersion.version);
  }
}

interface NamedObject {
  readonly namespace: string;
  readonly name: string;
}
