import { describe, expect, it } from "vitest";

import { configMaps, versionOf, type ContractContext } from "./context.ts";

export function describeServerSideApply(context: ContractContext): void {
  const { namespace } = context;
  describe("server-side apply", () => {
    it("creates what is missing and records the owner", async () => {
      const { code, body } = await context.applyConfigMap(
        "applied",
        { a: "1" },
        { manager: "one" },
      );
      expect(code).toBe(201);
      expect(body).toMatchObject({
        metadata: {
          managedFields: [
            {
              manager: "one",
              operation: "Apply",
              apiVersion: "v1",
              fieldsType: "FieldsV1",
              fieldsV1: { "f:data": { "f:a": {} } },
            },
          ],
        },
      });
    });

    it("records no owner of what has nothing but a name", async () => {
      const { code, body } = await context.client.patch({
        path: `${configMaps(namespace)}/bare?fieldManager=one`,
        type: "application/apply-patch+yaml",
        body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "bare" } },
      });
      expect(code).toBe(201);
      expect(body).not.toHaveProperty("metadata.managedFields");
    });

    it("is no write where nothing changes", async () => {
      const first = await context.applyConfigMap("same", { a: "1" }, { manager: "one" });
      const second = await context.applyConfigMap("same", { a: "1" }, { manager: "one" });
      expect(second.code).toBe(200);
      expect(versionOf(second.body)).toBe(versionOf(first.body));
    });

    it("drops what its manager no longer sets, and keeps what others do", async () => {
      await context.applyConfigMap("shared", { a: "1", b: "1" }, { manager: "one" });
      await context.applyConfigMap("shared", { b: "1", c: "1" }, { manager: "two" });
      const { body } = await context.applyConfigMap("shared", {}, { manager: "one" });
      expect(body).toMatchObject({ data: { b: "1", c: "1" } });
      expect(JSON.stringify(body)).not.toContain('"a":"1"');
    });

    it("asks for a field manager", async () => {
      const { code } = await context.client.patch({
        path: `${configMaps(namespace)}/unnamed`,
        type: "application/apply-patch+yaml",
        body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "unnamed" } },
      });
      expect(code).toBeGreaterThanOrEqual(400);
    });
  });
}
