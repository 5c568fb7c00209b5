import type { WorkloadRecord } from "./workload-record.ts";

/**
 * An Argo Rollout with the containers of the object that its `workloadRef` names. The generation is then that
 * object's, because it is the one that carries an image, unless a change of the Rollout itself is not seen yet.
 */
export function withTemplate(
  rollout: WorkloadRecord,
  template: WorkloadRecord | undefined,
): WorkloadRecord {
  const { templateFrom, generation, observedGeneration } = rollout;
  if (templateFrom === null || template === undefined) return rollout;
  const { containers } = template;
  if (generation > observedGeneration) return { ...rollout, containers };
  return {
    ...rollout,
    containers,
    generation: template.generation,
    observedGeneration: templateFrom.observedGeneration,
  };
}
