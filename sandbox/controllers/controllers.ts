import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { ControlLoop, type Controller } from "./control-loop.ts";
import { cronJobController } from "./cron-job.ts";
import { daemonSetController } from "./daemon-set.ts";
import { deploymentController } from "./deployment.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { jobController } from "./job.ts";
import { namespaceController } from "./namespace.ts";
import { replicaSetController } from "./replica-set.ts";
import { statefulSetController } from "./stateful-set.ts";

const controllers: readonly Controller[] = [
  namespaceController,
  deploymentController,
  replicaSetController,
  statefulSetController,
  daemonSetController,
  jobController,
  cronJobController,
  garbageCollector,
];

/** Starts everything kube-controller-manager would do in the cluster. */
export function startControllers(
  cluster: SimulatedCluster,
  { onError = reportError }: { onError?: (error: unknown) => void } = {},
): { close(): void } {
  return new ControlLoop({ cluster, controllers, onError });
}

function reportError(error: unknown): void {
  console.error("A controller of the simulated cluster failed and will try again.", error);
}
