import { describe, expect, it } from "vitest";

import { type ContractContext } from "./context.ts";
import { KubernetesTestClient } from "./test-client.ts";

export function describeAccess(context: ContractContext): void {
  const { namespace } = context;
  describe("access", () => {
    it("refuses an unknown token", async () => {
      const stranger = new KubernetesTestClient(context.api.server, "stranger");
      expect(await stranger.send("GET", "/api/v1/pods")).toMatchObject({
        code: 401,
        body: { reason: "Unauthorized" },
      });
    });

    it("answers access reviews", async () => {
      const spec = { resourceAttributes: { verb: "list", resource: "pods" } };
      const { code, body } = await context.client.send(
        "POST",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        {
          apiVersion: "authorization.k8s.io/v1",
          kind: "SelfSubjectAccessReview",
          spec,
        },
      );
      expect(code).toBe(201);
      expect(body).toMatchObject({ status: { allowed: true } });
    });

    it("refuses what the rules of a token do not allow", async ({ skip }) => {
      if (context.api.limitedToken === undefined) return skip();
      const limited = new KubernetesTestClient(context.api.server, context.api.limitedToken);
      expect((await limited.send("GET", "/api/v1/pods")).code).toBe(200);
      expect(await limited.send("GET", `/api/v1/namespaces/${namespace}/secrets`)).toMatchObject({
        code: 403,
        body: {
          reason: "Forbidden",
          message: expect.stringMatching(
            /^secrets is forbidden: User ".+" cannot list resource "secrets" in API group "" in the namespace "contract-\d+"$/,
          ),
        },
      });
    });
  });
}
