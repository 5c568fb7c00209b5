import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";

import { applyType, fieldManager } from "./field-manager.ts";
import { readInventory, writeInventory } from "./inventory.ts";
import type { Inventory } from "./inventory.ts";

const namespace = "stagecoach";
const name = "stagecoach-inventory";
const path = `/api/v1/namespaces/${namespace}/configmaps/${name}`;

const ConfigMap = z.object({ data: z.object({ objects: z.string() }) });

/** The inventory in the cluster, where it survives the agent; empty before the first sync. */
export async function loadInventory(client: KubeClient, signal: AbortSignal): Promise<Inventory> {
  try {
    return readInventory(ConfigMap.parse(await client.send({ path, signal })).data.objects);
  } catch (error) {
    if (isStatus(error, 404)) return new Map();
    throw error;
  }
}

/** Writes the inventory; the agent's namespace is made where it is missing. */
export async function saveInventory(
  client: KubeClient,
  inventory: Inventory,
  signal: AbortSignal,
): Promise<void> {
  const content = JSON.stringify({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace },
    data: { objects: writeInventory(inventory) },
  });
  try {
    await apply(client, { path, content, signal });
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    const own = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
    const body = JSON.stringify(own);
    await apply(client, { path: `/api/v1/namespaces/${namespace}`, content: body, signal });
    await apply(client, { path, content, signal });
  }
}

function apply(
  client: KubeClient,
  request: { readonly path: string; readonly content: string; readonly signal: AbortSignal },
): Promise<unknown> {
  return client.send({
    method: "PATCH",
    path: request.path,
    query: { fieldManager, force: "true" },
    body: { type: applyType, content: request.content },
    signal: request.signal,
  });
}
