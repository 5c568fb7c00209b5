import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { until, type ContractContext } from "./context.ts";

export function describeCustomResources(context: ContractContext): void {
  const { namespace } = context;
  describe("custom resources", () => {
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const group = `c${process.pid}.example.org`;
    const widgets = `/apis/${group}/v1/namespaces/${namespace}/widgets`;

    beforeAll(async () => {
      expect((await context.client.send("POST", definitions, widgetDefinition(group))).code).toBe(
        201,
      );
      await until(async () => (await context.client.send("GET", widgets)).code === 200);
    });
    afterAll(async () => {
      await context.client.send("DELETE", `${definitions}/widgets.${group}`);
    });

    it("serves them as soon as they are defined", async () => {
      const draft = {
        apiVersion: `${group}/v1`,
        kind: "Widget",
        metadata: { name: "first" },
        spec: { size: 1 },
      };
      expect(await context.client.send("POST", widgets, draft)).toMatchObject({
        code: 201,
        body: { kind: "Widget", metadata: { generation: 1 } },
      });
      const { body } = await context.client.send("GET", widgets);
      expect(body).toMatchObject({ kind: "WidgetList", items: [{ kind: "Widget" }] });
    });

    it("keeps their status apart", async () => {
      const draft = {
        apiVersion: `${group}/v1`,
        kind: "Widget",
        metadata: { name: "second" },
        spec: { size: 1 },
      };
      await context.client.send("POST", widgets, draft);
      const ignored = await context.client.merge(`${widgets}/second`, {
        status: { phase: "Done" },
      });
      expect(JSON.stringify(ignored.body)).not.toContain("Done");
      const { body } = await context.client.merge(`${widgets}/second/status`, {
        status: { phase: "Done" },
      });
      expect(body).toMatchObject({ status: { phase: "Done" }, metadata: { generation: 1 } });
    });

    it("refuses a strategic merge of them", async () => {
      const type = "application/strategic-merge-patch+json";
      expect((await context.client.patch({ path: `${widgets}/first`, type, body: {} })).code).toBe(
        415,
      );
    });
  });
}

function widgetDefinition(group: string): object {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind: "Widget", plural: "widgets", singular: "widget", listKind: "WidgetList" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          },
        },
      ],
    },
  };
}
