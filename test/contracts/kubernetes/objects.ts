import { describe, expect, it } from "vitest";

import { versionOf, deployments, configMaps, type ContractContext } from "./context.ts";
import { exampleDeployment } from "./example-deployment.ts";

export function describeObjects(context: ContractContext): void {
  const { namespace } = context;
  describe("objects", () => {
    it("gives a new object uid, version and time, and defaults", async () => {
      const { code, body } = await context.client.send(
        "POST",
        deployments(namespace),
        exampleDeployment("born"),
      );
      expect(code).toBe(201);
      expect(body).toMatchObject({
        kind: "Deployment",
        metadata: {
          uid: expect.stringMatching(/.{8}/),
          resourceVersion: expect.stringMatching(/^\d+$/),
          creationTimestamp: expect.stringMatching(/^\d{4}-.*\dZ$/),
          generation: 1,
        },
        spec: {
          replicas: 1,
          strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
          template: { spec: { containers: [{ imagePullPolicy: "IfNotPresent" }] } },
        },
      });
    });

    it("completes generateName", async () => {
      const draft = { metadata: { generateName: "made-" } };
      const { body } = await context.client.send("POST", configMaps(namespace), draft);
      expect(body).toMatchObject({ metadata: { name: expect.stringMatching(/^made-.{5}$/) } });
    });

    it("counts generations by changes of the spec alone", async () => {
      await context.client.send("POST", deployments(namespace), exampleDeployment("counted"));
      const path = `${deployments(namespace)}/counted`;
      const labelled = await context.client.merge(path, { metadata: { labels: { a: "b" } } });
      expect(labelled.body).toMatchObject({ metadata: { generation: 1 } });
      const paused = await context.client.merge(path, { spec: { paused: true } });
      expect(paused.body).toMatchObject({ metadata: { generation: 2 } });
      const status = await context.client.merge(`${path}/status`, {
        spec: { replicas: 9 },
        status: { conditions: [{ type: "Custom", status: "True" }] },
      });
      expect(status.body).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 1 } });
    });

    it("gives no new version for a write that changes nothing", async () => {
      await context.createConfigMap("still");
      const path = `${configMaps(namespace)}/still`;
      const before = await context.client.send("GET", path);
      const after = await context.client.merge(path, { data: { a: "1" } });
      expect(versionOf(after.body)).toBe(versionOf(before.body));
    });

    it("changes nothing on a dry run", async () => {
      const draft = { metadata: { name: "dry" } };
      const { code } = await context.client.send(
        "POST",
        `${configMaps(namespace)}?dryRun=All`,
        draft,
      );
      expect(code).toBe(201);
      expect(await context.client.send("GET", `${configMaps(namespace)}/dry`)).toMatchObject({
        code: 404,
      });
    });
  });
}
