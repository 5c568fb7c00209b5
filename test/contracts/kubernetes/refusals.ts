import { describe, expect, it } from "vitest";

import { configMaps, deployments, type ContractContext } from "./context.ts";
import { exampleDeployment } from "./example-deployment.ts";

export function describeRefusals(context: ContractContext): void {
  const { namespace } = context;
  describe("refusals", () => {
    it.each([
      { what: "a missing object", method: "GET", path: "/none", code: 404, reason: "NotFound" },
      {
        what: "a taken name",
        method: "POST",
        path: "",
        body: { metadata: { name: "taken" } },
        code: 409,
        reason: "AlreadyExists",
      },
      {
        what: "an invalid name",
        method: "POST",
        path: "",
        body: { metadata: { name: "Not A Name" } },
        code: 422,
        reason: "Invalid",
      },
      {
        what: "a stale version",
        method: "PUT",
        path: "/taken",
        body: { metadata: { name: "taken", resourceVersion: "1" } },
        code: 409,
        reason: "Conflict",
      },
    ])("refuses $what", async ({ method, path, body, code, reason }) => {
      await context.client.send("POST", configMaps(namespace), { metadata: { name: "taken" } });
      const answer = await context.client.send(method, configMaps(namespace) + path, body);
      const status = { kind: "Status", status: "Failure", reason, code };
      expect(answer).toMatchObject({ code, body: status });
    });

    it("refuses to create in a namespace that is missing", async () => {
      const { code, body } = await context.client.send("POST", configMaps("nowhere"), {
        metadata: { name: "x" },
      });
      expect(code).toBe(404);
      expect(body).toMatchObject({ message: 'namespaces "nowhere" not found' });
    });

    it("refuses a workload whose selector misses its template", async () => {
      const draft = exampleDeployment("mismatch");
      draft.spec.selector.matchLabels = { app: "other" };
      const { code, body } = await context.client.send("POST", deployments(namespace), draft);
      expect(code).toBe(422);
      expect(body).toMatchObject({
        reason: "Invalid",
        details: { causes: [{ field: "spec.template.metadata.labels" }] },
      });
    });
  });
}
