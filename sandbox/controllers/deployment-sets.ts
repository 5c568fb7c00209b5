import type { World } from "./control-loop.ts";
import type { Deployment, ReplicaSet } from "./kinds.ts";

/** The ReplicaSets of a Deployment as they are now, oldest first. */
export function setsOf(deployment: Deployment, { objects }: World): readonly ReplicaSet[] {
  return objects.owned("replicasets.apps", deployment);
}
