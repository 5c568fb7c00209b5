import { parseObjectKey } from "#sandbox/kubernetes/object.ts";
import type { Pod } from "#sandbox/kubernetes/pod.ts";

import { keysOfKind, type Controller, type World } from "./control-loop.ts";
import type { ReplicaSet } from "./kinds.ts";
import { countReady, isActive, isReady, podFromTemplate } from "./template-pods.ts";

const kind = "replicasets.apps";

/** Keeps as many pods as the ReplicaSet asks for and counts them. */
export const replicaSetController: Controller = {
  name: "replicaset",
  keysFor: keysOfKind(kind),
  reconcile(key, world) {
    const set = world.objects.get(kind, parseObjectKey(key));
    if (!set) return undefined;
    if (!set.metadata.deletionTimestamp) scale(set, world);
    return report(set, world);
  },
};

function scale(set: ReplicaSet, { objects }: World): void {
  const pods = objects.owned("pods", set).filter(isActive);
  const missing = set.spec.replicas - pods.length;
  for (let i = 0; i < missing; i += 1) {
    objects.create("pods", podFromTemplate({ owner: set, template: set.spec.template }));
  }
  if (missing >= 0) return;
  for (const pod of pods.toSorted(byWorth).slice(0, -missing)) {
    objects.remove({ kind: "pods", ref: pod.metadata });
  }
}

/** Pods that are worth least come first: unassigned, pending, not ready, then the newest. */
function byWorth(a: Pod, b: Pod): number {
  function worth(pod: Pod) {
    return (
      Number(pod.spec.nodeName !== undefined) +
      Number(pod.status?.phase === "Running") +
      Number(isReady(pod))
    );
  }
  const difference = worth(a) - worth(b);
  if (difference !== 0) return difference;
  return a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1;
}

function report(set: ReplicaSet, { objects, now }: World): number | undefined {
  const pods = objects.owned("pods", set).filter(isActive);
  const { minReadySeconds } = set.spec;
  const { ready, available, againMs } = countReady({ pods, minReadySeconds, now });
  objects.setStatus({
    kind,
    ref: set.metadata,
    status: {
      replicas: pods.length,
      ...(pods.length > 0 && { fullyLabeledReplicas: pods.length }),
      ...(ready > 0 && { readyReplicas: ready }),
      ...(available > 0 && { availableReplicas: available }),
      observedGeneration: set.metadata.generation ?? 1,
    },
  });
  return againMs;
}
