import type { PodRecord } from "./pod-record.ts";
import { plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

/** A pod that nothing controls, as the workload that it then is itself. */
export function podWorkload(pod: PodRecord): WorkloadRecord {
  const { uid, namespace, name, owner, managedBy, generation, observed } = pod;
  const ready = observed.ready ? 1 : 0;
  return {
    ...plain,
    uid,
    namespace,
    name,
    owner,
    managedBy,
    generation,
    kind: "pod",
    deployedBy: null,
    createdAt: observed.createdAt,
    observedGeneration: generation,
    containers: observed.containers.map((each) => ({
      name: each.name,
      init: each.init,
      image: each.image,
    })),
    replicas: { desired: 1, total: 1, updated: 1, ready, available: ready },
  };
}
