import { describe, expect, it } from "vitest";

import { deployments, configMaps, type ContractContext } from "./context.ts";
import { exampleDeployment } from "./example-deployment.ts";

export function describePatches(context: ContractContext): void {
  const { namespace } = context;
  describe("patches", () => {
    it("merges containers by name in a strategic merge", async () => {
      await context.client.send("POST", deployments(namespace), exampleDeployment("strategic"));
      const patch = {
        spec: { template: { spec: { containers: [{ name: "app", image: "acme/web:2.0" }] } } },
      };
      const { body } = await context.client.patch({
        path: `${deployments(namespace)}/strategic`,
        type: "application/strategic-merge-patch+json",
        body: patch,
      });
      expect(body).toMatchObject({
        spec: {
          template: {
            spec: {
              containers: [{ name: "app", image: "acme/web:2.0", ports: [{ containerPort: 80 }] }],
            },
          },
        },
      });
    });

    it("replaces lists in a merge patch", async () => {
      await context.client.send("POST", deployments(namespace), exampleDeployment("merged"));
      const containers = [{ name: "app", image: "acme/web:2.0" }];
      const { body } = await context.client.merge(`${deployments(namespace)}/merged`, {
        spec: { template: { spec: { containers } } },
      });
      expect(JSON.stringify(body)).not.toContain("containerPort");
    });

    it("applies JSON patches, and refuses one whose test fails", async () => {
      await context.createConfigMap("json");
      const path = `${configMaps(namespace)}/json`;
      const type = "application/json-patch+json";
      const good = [
        { op: "test", path: "/data/a", value: "1" },
        { op: "replace", path: "/data/a", value: "2" },
      ];
      expect((await context.client.patch({ path, type, body: good })).body).toMatchObject({
        data: { a: "2" },
      });
      const bad = await context.client.patch({ path, type, body: good });
      expect(bad.code).toBeGreaterThanOrEqual(400);
      expect(bad.body).toMatchObject({ kind: "Status", status: "Failure" });
    });

    it("refuses a patch against another version", async () => {
      await context.createConfigMap("guarded");
      const stale = { metadata: { resourceVersion: "1" }, data: { a: "2" } };
      const { code } = await context.client.merge(`${configMaps(namespace)}/guarded`, stale);
      expect(code).toBe(409);
    });

    it("refuses a media type it does not know", async () => {
      await context.createConfigMap("typed");
      const path = `${configMaps(namespace)}/typed`;
      expect((await context.client.patch({ path, type: "text/plain", body: {} })).code).toBe(415);
    });
  });
}
