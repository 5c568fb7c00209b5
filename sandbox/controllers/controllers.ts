import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { ControlLoop, type Controller } from "./control-loop.ts";
import { deploymentController } from "./deployment.ts";
import { replicaSetController } from "./replica-set.ts";

const controllers: readonly Controller[] = [deploymentController, replicaSetController];

/** Starts everything kube-controller-manager and the helm controller would do in the cluster. */
export function startControllers(
  cluster: SimulatedCluster,
  { onError = reportError }: { onError?: (error: unknown) => void } = {},
): { close(): void } {
  return new ControlLoop({ cluster, controllers, onError });
}

function reportError(error: unknown): void {
  console.error("A controller of the simulated cluster failed and will try again.", error);
}
