import { isDeepStrictEqual } from "node:util";

import { z } from "zod";

import type { KubeClient, KubeRequest } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

import { applyType, fieldManager } from "./field-manager.ts";
import type { Annotations } from "./object-marks.ts";

const Live = z.looseObject({
  metadata: z.looseObject({
    uid: z.string(),
    /** A dry run that would create the object has none to tell. */
    resourceVersion: z.string().default(""),
    annotations: z.record(z.string(), z.string()).nullish(),
    managedFields: z
      .array(z.looseObject({ manager: z.string().default(""), operation: z.string().default("") }))
      .nullish(),
  }),
});

/** An object as the API server has it. */
export type LiveObject = Readonly<z.infer<typeof Live>>;

/** The calls for one object at a time that a sync needs; they throw what the API server refuses. */
export class LiveObjects {
  readonly #client: Pick<KubeClient, "send">;
  readonly #signal: AbortSignal;

  constructor(client: Pick<KubeClient, "send">, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  /** Null where it is not there. */
  async read(path: string): Promise<LiveObject | null> {
    try {
      return Live.parse(await this.#send({ path }));
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw error;
    }
  }

  /** Server-side apply; without `force` a field that another manager set otherwise is a conflict. */
  async apply(
    path: string,
    object: KubeObject,
    { force, dryRun = false }: { readonly force: boolean; readonly dryRun?: boolean },
  ): Promise<LiveObject> {
    const query = { fieldManager, force: String(force), ...(dryRun && { dryRun: "All" }) };
    const body = { type: applyType, content: JSON.stringify(object) };
    return Live.parse(await this.#send({ method: "PATCH", path, query, body }));
  }

  /** Deletes this very object with what it owns, not another of its name. One that is gone already is fine. */
  async delete(path: string, { metadata }: LiveObject): Promise<void> {
    const preconditions = { uid: metadata.uid };
    const content = JSON.stringify({ propagationPolicy: "Background", preconditions });
    try {
      await this.#send({ method: "DELETE", path, body: { type: "application/json", content } });
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
    }
  }

  #send(request: Omit<KubeRequest, "signal">): Promise<unknown> {
    return this.#client.send({ ...request, signal: this.#signal });
  }
}

export function annotationsOf({ metadata }: LiveObject | KubeObject): Annotations {
  const { annotations } = metadata;
  return typeof annotations === "object" && annotations !== null ? { ...annotations } : undefined;
}

/** Whether two readings of an object differ in nothing that an apply could have changed. */
export function hasSameContent(before: LiveObject, after: LiveObject): boolean {
  return isDeepStrictEqual(contentOf(before), contentOf(after));
}

/** What controllers and the API server write on their own is left out. */
function contentOf({ status: _status, metadata, ...content }: LiveObject): unknown {
  const { resourceVersion: _version, managedFields: _fields, generation: _, ...rest } = metadata;
  return { ...content, metadata: rest };
}

/**
 * Whether the object still is what the sync applied, by what the API server itself notes. It notes no manager of an
 * object of which nothing but its name was applied: such a one is known by its uid, unless somebody else applies it.
 */
export function isOurs({ metadata }: LiveObject, appliedUid: string | undefined): boolean {
  const appliers = (metadata.managedFields ?? []).filter(({ operation }) => operation === "Apply");
  if (appliers.some(({ manager }) => manager === fieldManager)) return true;
  return appliers.length === 0 && appliedUid === metadata.uid;
}
