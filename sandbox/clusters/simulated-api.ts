import { startControllers } from "#sandbox/controllers/controllers.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import type { ClusterApi } from "./cluster-api.ts";

/** A simulated Kubernetes API with simulated controllers behind it. */
export function createSimulatedApi(options: {
  readonly name: string;
  readonly now: () => Date;
  readonly newUid: () => string;
}): ClusterApi {
  const cluster = createSimulatedCluster(options);
  const controllers = startControllers(cluster);
  return {
    handle: (request, response, path) => cluster.handle(request, response, path),
    close() {
      controllers.close();
      cluster.close();
    },
  };
}
