import { createServer } from "node:http";

import { describe, inject } from "vitest";

import { createApiDoor } from "#sandbox/clusters/api-door.ts";
import { listen } from "#sandbox/http/listen.ts";
import { describeKubernetesApi } from "#test/contracts/kubernetes-api.ts";
import { KubernetesTestClient } from "#test/contracts/kubernetes/test-client.ts";

const controlPlane = inject("controlPlane");

if (controlPlane === null) {
  describe.skip("the Kubernetes API of a real control plane: needs Go, or KUBEBUILDER_ASSETS");
} else {
  const door = createApiDoor(controlPlane);
  const server = createServer((request, response) => {
    door.handle(request, response, request.url ?? "/");
  });

  describeKubernetesApi("a real control plane", {
    async start() {
      const { token, limitedToken } = controlPlane;
      const access = { server: `http://127.0.0.1:${await listen(server, 0)}`, token };
      await allowListingPods(access, "limited");
      return { ...access, limitedToken };
    },
    async stop() {
      door.close();
      server.close();
      server.closeAllConnections();
    },
  });
}

async function allowListingPods(
  access: { readonly server: string; readonly token: string },
  user: string,
): Promise<void> {
  const client = new KubernetesTestClient(access.server, access.token);
  const group = "rbac.authorization.k8s.io";
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }];
  await client.send("POST", `/apis/${group}/v1/clusterroles`, { metadata: { name: user }, rules });
  await client.send("POST", `/apis/${group}/v1/clusterrolebindings`, {
    metadata: { name: user },
    roleRef: { apiGroup: group, kind: "ClusterRole", name: user },
    subjects: [{ apiGroup: group, kind: "User", name: user }],
  });
}
