import { beforeAll, describe, expect, it } from "vitest";

import { configMaps, type ContractContext } from "./context.ts";

export function describeLists(context: ContractContext): void {
  const { namespace } = context;
  describe("lists", () => {
    beforeAll(async () => {
      for (const index of [1, 2, 3, 4, 5]) {
        await context.createConfigMap(`paged-${index}`, { set: "paged", index: `${index}` });
      }
    });

    it("pages one consistent state", async () => {
      const first = await context.client.list(
        `${configMaps(namespace)}?labelSelector=set%3Dpaged&limit=2`,
      );
      expect(first.names).toEqual(["paged-1", "paged-2"]);
      await context.client.send("DELETE", `${configMaps(namespace)}/paged-4`);
      const rest = await context.client.list(
        `${configMaps(namespace)}?labelSelector=set%3Dpaged&limit=10&continue=${encodeURIComponent(first.next)}`,
      );
      expect(rest.names).toEqual(["paged-3", "paged-4", "paged-5"]);
      expect(rest.next).toBe("");
      expect(rest.version).toBe(first.version);
      await context.createConfigMap("paged-4", { set: "paged", index: "4" });
    });

    it("refuses a page token it did not issue", async () => {
      const { code } = await context.client.send(
        "GET",
        `${configMaps(namespace)}?continue=rubbish`,
      );
      expect(code).toBe(400);
    });

    it.each([
      ["labelSelector=set=paged,index in (1,3)", ["paged-1", "paged-3"]],
      ["labelSelector=set=paged,index notin (1,2,3)", ["paged-4", "paged-5"]],
      ["labelSelector=set==paged,index!=5,index!=4,index!=3", ["paged-1", "paged-2"]],
      ["labelSelector=set,!index", []],
      ["fieldSelector=metadata.name=paged-2", ["paged-2"]],
      [
        "labelSelector=set&fieldSelector=metadata.name!=paged-2",
        ["paged-1", "paged-3", "paged-4", "paged-5"],
      ],
    ])("selects by %s", async (selector, expected) => {
      const { names } = await context.client.list(
        `${configMaps(namespace)}?${encodeURI(selector)}`,
      );
      expect(names).toEqual(expected);
    });

    it.each(["fieldSelector=data.a=1", "labelSelector=a in"])(
      "refuses the selector %s",
      async (selector) => {
        const { code } = await context.client.send(
          "GET",
          `${configMaps(namespace)}?${encodeURI(selector)}`,
        );
        expect(code).toBe(400);
      },
    );

    it("leaves kind out of the items of built-in lists", async () => {
      const { body } = await context.client.send("GET", configMaps(namespace));
      expect(body).toMatchObject({ kind: "ConfigMapList", apiVersion: "v1" });
      expect(JSON.stringify(body)).not.toContain('"kind":"ConfigMap"');
    });

    it("lists across namespaces", async () => {
      const { names } = await context.client.list("/api/v1/configmaps?labelSelector=set%3Dpaged");
      expect(names).toHaveLength(5);
    });
  });
}
