import type { World } from "./control-loop.ts";
import { revisionHashLabel } from "./controller-revisions.ts";
import type { ControllerRevision, StatefulSet } from "./kinds.ts";
import { countReady, isActive } from "./template-pods.ts";

/** Writes the status; the update revision becomes the current one when every pod has it and is ready. */
export function reportStatefulSet({
  set,
  current,
  update,
  world: { objects, now },
}: {
  set: StatefulSet;
  current: ControllerRevision;
  update: ControllerRevision;
  world: World;
}): number | undefined {
  const pods = objects.owned("pods", set).filter(isActive);
  const { minReadySeconds, replicas, updateStrategy } = set.spec;
  const { ready, available, againMs } = countReady({ pods, minReadySeconds, now });
  function of({ metadata }: ControllerRevision) {
    return pods.filter((pod) => pod.metadata.labels?.[revisionHashLabel] === metadata.name).length;
  }
  const complete =
    updateStrategy.type === "RollingUpdate" &&
    of(update) === pods.length &&
    pods.length === replicas &&
    ready === replicas;
  const effective = complete ? update : current;
  objects.setStatus({
    kind: "statefulsets.apps",
    ref: set.metadata,
    status: {
      observedGeneration: set.metadata.generation ?? 1,
      replicas: pods.length,
      ...(ready > 0 && { readyReplicas: ready }),
      availableReplicas: available,
      ...(of(effective) > 0 && { currentReplicas: of(effective) }),
      ...(of(update) > 0 && { updatedReplicas: of(update) }),
      currentRevision: effective.metadata.name,
      updateRevision: update.metadata.name,
      collisionCount: 0,
    },
  });
  return againMs;
}
