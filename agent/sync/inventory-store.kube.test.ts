import { randomUUID } from "node:crypto";

import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient, KubeRequest } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";

import { InventoryStore } from "./inventory-store.ts";
import { writeInventory } from "./inventory.ts";
import type { Inventory } from "./inventory.ts";

const controlPlane = inject("controlPlane");
const { signal } = new AbortController();
const formerPath = "/api/v1/namespaces/stagecoach/configmaps/stagecoach-inventory";
const Named = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

class Cut extends Error {}

/** An inventory that compresses as badly as real ones do: their hashes are random. */
function inventory(objects: number, revision = "r1"): Inventory {
  return new Map(
    Array.from({ length: objects }, (_, index) => [
      `apps|Deployment|shop|service-${String(index).padStart(6, "0")}`,
      { version: "v1", hash: randomUUID().replaceAll("-", ""), revision },
    ]),
  );
}

describe.skipIf(controlPlane === null)("the inventory on a real control plane", () => {
  let client: KubeClient;
  let namespace: string;

  beforeAll(() => {
    client = createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({
          authorization: `Bearer ${controlPlane?.token ?? ""}`,
          ca: controlPlane?.ca,
        }),
    });
    return () => client.close();
  });

  beforeEach(async () => {
    namespace = `agent-${randomUUID().slice(0, 8)}`;
    await client.send({ method: "DELETE", path: formerPath, signal }).catch((error: unknown) => {
      expect(isStatus(error, 404)).toBe(true);
    });
    return () => client.send({ method: "DELETE", path: `/api/v1/namespaces/${namespace}`, signal });
  });

  function open(
    options: {
      readonly partBytes?: number;
      readonly through?: Pick<KubeClient, "send">;
      readonly at?: string;
    } = {},
  ): InventoryStore {
    const { partBytes, through = client, at = namespace } = options;
    return new InventoryStore({ client: through, namespace: at, ...(partBytes && { partBytes }) });
  }

  /** Lets `writes` through; what comes then is lost before it arrives, or its answer is. */
  function cutAfter(writes: number, lose: "request" | "answer"): Pick<KubeClient, "send"> {
    let left = writes;
    return {
      async send(request: KubeRequest) {
        if (request.method === undefined) return client.send(request);
        left -= 1;
        if (left < 0 && (lose === "request" || left < -1)) throw new Cut();
        const answer = await client.send(request);
        if (left < 0) throw new Cut();
        return answer;
      },
    };
  }

  async function configMaps(): Promise<readonly string[]> {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const { items } = Named.parse(await client.send({ path, signal }));
    return items.map(({ metadata }) => metadata.name).filter((name) => name !== "kube-root-ca.crt");
  }

  it("holds more than a ConfigMap can, and shrinks again", async () => {
    const large = inventory(40_000);
    expect(writeInventory(large).length).toBeGreaterThan(4 * 1024 * 1024);
    const store = open();
    await store.save(large, signal);
    expect((await configMaps()).length).toBeGreaterThan(2);
    expect(await open().load(signal)).toEqual(large);
    const small = inventory(3);
    await store.save(small, signal);
    expect(await configMaps()).toEqual(["stagecoach-inventory"]);
    expect(await open().load(signal)).toEqual(small);
  });

  it("keeps 5,000 objects in a single ConfigMap", async () => {
    await open().save(inventory(5_000), signal);
    expect(await configMaps()).toEqual(["stagecoach-inventory"]);
  });

  it.each(["request", "answer"] as const)(
    "is the old one or the new one, whole, wherever a write is cut off (%s lost)",
    async (lose) => {
      const partBytes = 4_000;
      let before: Inventory = inventory(300, "0");
      await open({ partBytes }).save(before, signal);
      const seen = new Set<string>();
      for (let writes = 0; writes < 12; writes += 1) {
        const after = inventory(200 + 40 * (writes % 5), `${writes + 1}`);
        const store = open({ partBytes, through: cutAfter(writes, lose) });
        await store.load(signal);
        await store.save(after, signal).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Cut);
        });
        const found = await open({ partBytes }).load(signal);
        const isOld = writeInventory(found) === writeInventory(before);
        expect(isOld || writeInventory(found) === writeInventory(after)).toBe(true);
        seen.add(isOld ? "old" : "new");
        before = found;
      }
      expect([...seen].toSorted()).toEqual(["new", "old"]);
    },
  );

  it("looks again where it does not know whether its last write arrived", async () => {
    const partBytes = 4_000;
    const first = inventory(300, "1");
    await open({ partBytes }).save(first, signal);
    const parts = (await configMaps()).length - 1;
    const store = open({ partBytes, through: cutOnce(parts) });
    await store.load(signal);
    await expect(store.save(inventory(300, "2"), signal)).rejects.toThrow(Cut);
    const third = inventory(300, "3");
    await store.save(third, signal);
    expect(await open({ partBytes }).load(signal)).toEqual(third);
  });

  /** Loses the answer to one write. */
  function cutOnce(after: number): Pick<KubeClient, "send"> {
    let left = after;
    return {
      async send(request: KubeRequest) {
        const answer = await client.send(request);
        if (request.method !== undefined && left-- === 0) throw new Cut();
        return answer;
      },
    };
  }

  it("takes over what an older agent left in the old place", async () => {
    const old = inventory(4);
    const metadata = { name: "stagecoach-inventory", namespace: "stagecoach" };
    await open({ at: "stagecoach" }).save(new Map(), signal);
    await client.send({ method: "DELETE", path: formerPath, signal });
    await client.send({
      method: "PATCH",
      path: formerPath,
      query: { fieldManager: "stagecoach", force: "true" },
      body: {
        type: "application/apply-patch+yaml",
        content: JSON.stringify({
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata,
          data: { objects: writeInventory(old) },
        }),
      },
      signal,
    });
    const cut = open({ through: cutAfter(0, "request") });
    expect(await cut.load(signal)).toEqual(old);
    await expect(cut.save(old, signal)).rejects.toThrow(Cut);
    const store = open();
    expect(await store.load(signal)).toEqual(old);
    await store.save(old, signal);
    expect(await open().load(signal)).toEqual(old);
    await expect(client.send({ path: formerPath, signal })).rejects.toMatchObject({ status: 404 });
  });

  it("does not take a damaged inventory for an empty one", async () => {
    const partBytes = 4_000;
    await open({ partBytes }).save(inventory(300), signal);
    const part = (await configMaps()).find((name) => name.endsWith("0")) ?? "";
    const path = `/api/v1/namespaces/${namespace}/configmaps/${part}`;
    await client.send({ method: "DELETE", path, signal });
    await expect(open({ partBytes }).load(signal)).rejects.toThrow(/not found/);
  });
});
