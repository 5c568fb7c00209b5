import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";

import { applyType, fieldManager } from "./field-manager.ts";
import { joinParts, packInventory, unpackInventory } from "./inventory-parts.ts";
import { readInventory } from "./inventory.ts";
import type { Inventory } from "./inventory.ts";

const name = "stagecoach-inventory";
/** Where every inventory was before agents knew their own namespace. */
const formerNamespace = "stagecoach";

const generations = ["a", "b"] as const;
type Generation = (typeof generations)[number];

/** Base64; the digest tells whether it is what was written. */
const Binary = z.object({ objects: z.string() });

const Head = z.object({
  data: z.object({
    /** The whole inventory as text, as older agents wrote it. */
    objects: z.string().optional(),
    generation: z.enum(generations).optional(),
    parts: z.coerce.number().int().min(0).optional(),
    digest: z.string().optional(),
  }),
  binaryData: Binary.optional(),
});
const Part = z.object({ binaryData: Binary });

/** Which generation of parts the head names, and how many they are; a small inventory has none. */
interface Written {
  readonly generation: Generation;
  readonly parts: number;
}

type Texts = Readonly<Record<string, string>>;

interface Call {
  readonly client: Pick<KubeClient, "send">;
  readonly signal: AbortSignal;
}

/**
 * The inventory in the agent's own namespace, where it survives the agent. It is compressed into one ConfigMap, or,
 * where it does not fit, into parts that this one names: new parts are written beside those in use, and only then
 * named, so that whoever reads finds either the old inventory or the new one, whole.
 */
export class InventoryStore {
  readonly #client: Pick<KubeClient, "send">;
  readonly #namespace: string;
  readonly #partBytes: number | undefined;
  /** Undefined while it is not known: before it was read, and after a write of unknown outcome. */
  #written: Written | null | undefined;
  #isMoving = false;

  constructor(options: {
    readonly client: Pick<KubeClient, "send">;
    readonly namespace: string;
    /** How much of it one ConfigMap takes. */
    readonly partBytes?: number;
  }) {
    this.#client = options.client;
    this.#namespace = options.namespace;
    this.#partBytes = options.partBytes;
  }

  /** Empty before the first sync. Throws where it is not what was written: nothing may be forgotten. */
  async load(signal: AbortSignal): Promise<Inventory> {
    const call = { client: this.#client, signal };
    const own = await this.#readAt(this.#namespace, call);
    if (own !== null) {
      this.#written = own.written;
      return own.inventory;
    }
    this.#written = null;
    this.#isMoving = this.#namespace !== formerNamespace;
    const former = this.#isMoving ? await this.#readFormer(call) : null;
    return former?.inventory ?? new Map();
  }

  async save(inventory: Inventory, signal: AbortSignal): Promise<void> {
    const call = { client: this.#client, signal };
    if (this.#written === undefined) await this.load(signal);
    const before = this.#written ?? null;
    const generation = before?.generation === "a" ? "b" : "a";
    const { digest, parts } = packInventory(inventory, this.#partBytes);
    const [whole] = parts;
    const isWhole = parts.length === 1 && whole !== undefined;
    if (!isWhole) await this.#writeParts(generation, { parts, call });
    const count = isWhole ? 0 : parts.length;
    this.#written = undefined;
    await this.#applyInOwn(name, {
      call,
      data: { generation, parts: String(count), digest },
      ...(isWhole && { binary: whole }),
    });
    this.#written = { generation, parts: count };
    if (before !== null) await this.#removeParts(before, call);
    if (this.#isMoving) await this.#leaveFormer(call);
  }

  async #writeParts(
    generation: Generation,
    { parts, call }: { readonly parts: readonly Buffer[]; readonly call: Call },
  ): Promise<void> {
    for (const [index, binary] of parts.entries()) {
      await this.#applyInOwn(partName(generation, index), { call, data: {}, binary });
    }
  }

  /** An agent that runs outside of its cluster may find its namespace missing. */
  async #applyInOwn(
    configMap: string,
    { call, data, binary }: { readonly call: Call; readonly data: Texts; readonly binary?: Buffer },
  ): Promise<void> {
    const namespace = this.#namespace;
    const binaryData = binary && { objects: binary.toString("base64") };
    const metadata = { name: configMap, namespace };
    const content = { kind: "ConfigMap", metadata, data, ...(binaryData && { binaryData }) };
    const path = pathOf(namespace, configMap);
    try {
      await applyObject({ path, content, call });
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
      const own = { kind: "Namespace", metadata: { name: namespace } };
      await applyObject({ path: `/api/v1/namespaces/${namespace}`, content: own, call });
      await applyObject({ path, content, call });
    }
  }

  /** Null where there is none. */
  async #readAt(
    namespace: string,
    call: Call,
  ): Promise<{ readonly inventory: Inventory; readonly written: Written | null } | null> {
    const answer = await readConfigMap(pathOf(namespace, name), call);
    if (answer === null) return null;
    const { data, binaryData } = Head.parse(answer);
    if (data.objects !== undefined)
      return { inventory: readInventory(data.objects), written: null };
    const { generation = "a", parts: count = 0, digest = "" } = data;
    const parts: Buffer[] = [];
    if (binaryData !== undefined) parts.push(Buffer.from(binaryData.objects, "base64"));
    for (let index = 0; index < count; index += 1) {
      const path = pathOf(namespace, partName(generation, index));
      const part = Part.parse(await call.client.send({ path, signal: call.signal }));
      parts.push(Buffer.from(part.binaryData.objects, "base64"));
    }
    const inventory = unpackInventory(joinParts(parts, digest));
    return { inventory, written: { generation, parts: count } };
  }

  /** An agent that may not look there has never written there. */
  async #readFormer(call: Call): Promise<{ readonly inventory: Inventory } | null> {
    try {
      return await this.#readAt(formerNamespace, call);
    } catch (error) {
      if (isStatus(error, 403)) return null;
      throw error;
    }
  }

  async #leaveFormer(call: Call): Promise<void> {
    this.#isMoving = false;
    await removeConfigMap(pathOf(formerNamespace, name), call);
  }

  /** What stays behind where this is cut off is written over by a later save. */
  async #removeParts({ generation, parts }: Written, call: Call): Promise<void> {
    for (let index = 0; index < parts; index += 1) {
      await removeConfigMap(pathOf(this.#namespace, partName(generation, index)), call);
    }
  }
}

function partName(generation: Generation, index: number): string {
  return `${name}-${generation}${index}`;
}

function pathOf(namespace: string, configMap: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps/${configMap}`;
}

async function applyObject({
  path,
  content,
  call: { client, signal },
}: {
  readonly path: string;
  readonly content: object;
  readonly call: Call;
}): Promise<void> {
  const text = JSON.stringify({ apiVersion: "v1", ...content });
  const body = { type: applyType, content: text };
  const query = { fieldManager, force: "true" };
  await client.send({ method: "PATCH", path, query, body, signal });
}

async function readConfigMap(path: string, { client, signal }: Call): Promise<unknown> {
  try {
    return await client.send({ path, signal });
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** Best effort: what is left there is never read again. */
async function removeConfigMap(path: string, { client, signal }: Call): Promise<void> {
  try {
    await client.send({ method: "DELETE", path, signal });
  } catch (error) {
    if (!isStatus(error, 404) && !isStatus(error, 403)) throw error;
  }
}
