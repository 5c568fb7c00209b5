import { describe, expect, it } from "vitest";

import { type ContractContext } from "./context.ts";

export function describeDiscovery(context: ContractContext): void {
  describe("discovery", () => {
    it.each(["/readyz", "/livez"])("answers ok on %s", async (path) => {
      expect(await context.client.send("GET", path)).toMatchObject({ code: 200 });
    });

    it("tells its version", async () => {
      const { body } = await context.client.send("GET", "/version");
      expect(body).toMatchObject({ major: "1", gitVersion: expect.stringMatching(/^v1\./) });
    });

    it("lists groups and resources", async () => {
      const { body: groups } = await context.client.send("GET", "/apis");
      expect(groups).toMatchObject({
        kind: "APIGroupList",
        groups: expect.arrayContaining([expect.objectContaining({ name: "apps" })]),
      });
      const { body } = await context.client.send("GET", "/apis/apps/v1");
      expect(body).toMatchObject({
        kind: "APIResourceList",
        resources: expect.arrayContaining([
          expect.objectContaining({ name: "deployments", kind: "Deployment", namespaced: true }),
        ]),
      });
    });

    it.each(["/apis/example.org/v1/widgets", "/nowhere"])(
      "answers 404 on %s, where nothing is served",
      async (path) => {
        const { code, body } = await context.client.send("GET", path);
        expect(code).toBe(404);
        expect(body).toBe("404 page not found\n");
      },
    );

    it.each([
      "/apis/apps/v9/deployments",
      "/apis/apps/v1/widgets",
      "/api/v1/namespaces/default/configmaps/any/scale",
    ])("answers 404 on %s, which a known group does not have", async (path) => {
      const { code, body } = await context.client.send("GET", path);
      expect(code).toBe(404);
      expect(body).toMatchObject({ message: "the server could not find the requested resource" });
    });
  });
}
