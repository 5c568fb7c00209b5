import { describe, expect, it } from "vitest";

import type { ContractContext } from "./context.ts";

/** What an API server answers for a pod's log without asking a kubelet. */
export function describePodLogs(context: ContractContext): void {
  const { namespace } = context;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const spec = {
    containers: [
      { name: "web", image: "registry.test/web:1" },
      { name: "proxy", image: "registry.test/proxy:1" },
    ],
  };

  describe("the log of a pod", () => {
    it.each([
      { what: "a pod that is missing", path: "none/log", code: 404, says: 'pods "none" not found' },
      {
        what: "a container that is missing",
        path: "logging/log?container=none",
        code: 400,
        says: "container none is not valid for pod logging",
      },
      {
        what: "one of several containers that is not named",
        path: "logging/log",
        code: 400,
        says: "a container name must be specified for pod logging, choose one of: [web proxy]",
      },
    ])("is refused for $what", async ({ path, code, says }) => {
      await context.client.send("POST", pods, { metadata: { name: "logging" }, spec });
      const answer = await context.client.send("GET", `${pods}/${path}`);
      expect(answer).toMatchObject({ code, body: { kind: "Status", code, message: says } });
    });
  });
}
