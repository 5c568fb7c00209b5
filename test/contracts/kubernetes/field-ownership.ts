import { describe, expect, it } from "vitest";

import { configMaps, deployments, type ContractContext } from "./context.ts";
import { exampleDeployment } from "./example-deployment.ts";

export function describeFieldOwnership(context: ContractContext): void {
  const { namespace } = context;
  describe("field ownership", () => {
    it("refuses to change another manager's field, names it, and obeys force", async () => {
      await context.applyConfigMap("contested", { a: "1" }, { manager: "one" });
      const refused = await context.applyConfigMap("contested", { a: "2" }, { manager: "two" });
      expect(refused).toMatchObject({
        code: 409,
        body: {
          reason: "Conflict",
          message: expect.stringContaining('conflict with "one"'),
          details: { causes: [{ reason: "FieldManagerConflict", field: ".data.a" }] },
        },
      });
      const forced = await context.applyConfigMap(
        "contested",
        { a: "2" },
        { manager: "two", force: true },
      );
      expect(forced).toMatchObject({ code: 200, body: { data: { a: "2" } } });
      const back = await context.applyConfigMap("contested", { a: "3" }, { manager: "one" });
      expect(back.code).toBe(409);
    });

    it("treats a plain update as taking the field over", async () => {
      await context.applyConfigMap("edited", { a: "1" }, { manager: "one" });
      await context.client.merge(`${configMaps(namespace)}/edited?fieldManager=editor`, {
        data: { a: "9" },
      });
      const { code, body } = await context.applyConfigMap("edited", { a: "1" }, { manager: "one" });
      expect(code).toBe(409);
      expect(body).toMatchObject({
        message: expect.stringContaining('conflict with "editor" using v1'),
      });
    });

    it("owns containers one by one", async () => {
      function path(manager: string): string {
        return `${deployments(namespace)}/layered?fieldManager=${manager}`;
      }
      const type = "application/apply-patch+yaml";
      await context.client.patch({ path: path("one"), type, body: exampleDeployment("layered") });
      const sidecar = exampleDeployment("layered");
      sidecar.spec.template.spec.containers = [{ name: "side", image: "acme/side:1.0", ports: [] }];
      const both = await context.client.patch({ path: path("two"), type, body: sidecar });
      expect(both.body).toMatchObject({
        spec: { template: { spec: { containers: [{ name: "app" }, { name: "side" }] } } },
      });
      const changed = exampleDeployment("layered");
      changed.spec.template.spec.containers = [{ name: "app", image: "acme/web:2.0", ports: [] }];
      const { body } = await context.client.patch({ path: path("one"), type, body: changed });
      expect(body).toMatchObject({
        spec: {
          template: {
            spec: { containers: [{ name: "app", image: "acme/web:2.0" }, { name: "side" }] },
          },
        },
      });
      expect(JSON.stringify(body)).not.toContain('"containerPort"');
    });
  });
}
