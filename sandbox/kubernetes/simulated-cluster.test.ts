import { randomUUID } from "node:crypto";

import { describeKubernetesApi } from "#test/contracts/kubernetes-api.ts";

import { createSimulatedCluster, type SimulatedCluster } from "./simulated-cluster.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

for (const expiredWatchAs of ["stream", "status"] as const) {
  let cluster: SimulatedCluster;
  let server: TestServer;

  describeKubernetesApi(`a simulated cluster (410 as ${expiredWatchAs})`, {
    async start() {
      cluster = createSimulatedCluster({
        name: "contract",
        now: () => new Date(),
        newUid: randomUUID,
        historyWindow: 50,
        expiredWatchAs,
        tokens: {
          admin: { user: "admin" },
          limited: {
            user: "limited",
            rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }],
          },
        },
      });
      server = await startTestServer((request, response) =>
        cluster.handle(request, response, request.url ?? "/"),
      );
      return {
        server: server.url,
        token: "admin",
        limitedToken: "limited",
        forgetHistory: () => cluster.compact(),
      };
    },
    async stop() {
      cluster.close();
      await server.close();
    },
  });
}
