import { describe, expect, it } from "vitest";

import { configMaps, type ContractContext } from "./context.ts";

export function describeDeletion(context: ContractContext): void {
  const { namespace } = context;
  describe("deletion", () => {
    it("answers with a success and the object is gone", async () => {
      await context.createConfigMap("doomed");
      const path = `${configMaps(namespace)}/doomed`;
      expect(await context.client.send("DELETE", path)).toMatchObject({
        code: 200,
        body: { status: "Success", details: { name: "doomed" } },
      });
      expect(await context.client.send("GET", path)).toMatchObject({ code: 404 });
    });

    it("waits for finalizers", async () => {
      const path = `${configMaps(namespace)}/held`;
      await context.client.send("POST", configMaps(namespace), {
        metadata: { name: "held", finalizers: ["example.org/hold"] },
      });
      const { body } = await context.client.send("DELETE", path);
      expect(body).toMatchObject({ metadata: { deletionTimestamp: expect.any(String) } });
      expect((await context.client.send("GET", path)).code).toBe(200);
      await context.client.merge(path, { metadata: { finalizers: null } });
      expect((await context.client.send("GET", path)).code).toBe(404);
    });

    it("refuses on another uid", async () => {
      await context.createConfigMap("guest");
      const body = { preconditions: { uid: "00000000-0000-0000-0000-000000000000" } };
      expect(
        (await context.client.send("DELETE", `${configMaps(namespace)}/guest`, body)).code,
      ).toBe(409);
    });

    it("deletes collections by selector", async () => {
      await context.createConfigMap("herd-1", { herd: "yes" });
      await context.createConfigMap("herd-2", { herd: "yes" });
      const { code } = await context.client.send(
        "DELETE",
        `${configMaps(namespace)}?labelSelector=herd%3Dyes`,
      );
      expect(code).toBe(200);
      expect(
        (await context.client.list(`${configMaps(namespace)}?labelSelector=herd`)).names,
      ).toEqual([]);
    });
  });
}
