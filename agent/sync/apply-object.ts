import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import { errorText } from "#agent/log.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

import { applyType, fieldManager } from "./field-manager.ts";
import { referenceText } from "./object-reference.ts";
import type { ObjectReference } from "./object-reference.ts";
import { objectPath } from "./resource-kinds.ts";
import type { ResourceKind } from "./resource-kinds.ts";

interface Call {
  readonly client: KubeClient;
  readonly reference: ObjectReference;
  readonly resource: ResourceKind;
  readonly signal: AbortSignal;
}

/** Applies an object on the server's side, taking no field from others; returns what went wrong, or null. */
export async function applyObject(call: Call, object: KubeObject): Promise<string | null> {
  const { client, reference, resource, signal } = call;
  try {
    await client.send({
      method: "PATCH",
      path: objectPath(reference, resource),
      query: { fieldManager, force: "false" },
      body: { type: applyType, content: JSON.stringify(object) },
      signal,
    });
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    const what = referenceText(reference);
    if (!isStatus(error, 409)) return `${what}: ${sentence(error)}`;
    return `${what}: someone else set fields that git wants to change, and they were left alone. ${sentence(error)}`;
  }
}

/** Deletes an object with what it owns; returns what went wrong, or null. One that is gone already is fine. */
export async function deleteObject(call: Call): Promise<string | null> {
  const { client, reference, resource, signal } = call;
  try {
    await client.send({
      method: "DELETE",
      path: objectPath(reference, resource),
      query: { propagationPolicy: "Background" },
      signal,
    });
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    return isStatus(error, 404) ? null : `${referenceText(reference)}: ${sentence(error)}`;
  }
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : errorText(error);
  return text.replaceAll(/\s+/g, " ").slice(0, 500);
}
