import type { ObservedDelivery, ObservedWorkload } from "./observed.ts";
import { stopping } from "./replica-counts.ts";

/** What the controller's short words for a pause mean. */
const pauseWords: Readonly<Record<string, string>> = {
  BlueGreenPause: "it waits for someone to promote the new pods",
  CanaryPauseStep: "it waits at a pause of the canary",
  InconclusiveAnalysisRun: "an analysis could not tell, and waits for someone to decide",
};

/**
 * What an Argo Rollout still waits for, by the rules of its own controller: pauses, counters, and that all traffic
 * goes to the new pods. Null when it is done. Old pods that a strategy keeps without traffic are not waited for.
 */
export function deliveryPending(
  { paused, replicas }: ObservedWorkload,
  delivery: ObservedDelivery,
): string | null {
  const { desired, total, updated, ready, available } = replicas;
  const { switched, keepsOld } = delivery;
  if (paused && !switched) return `paused by hand${atStep(delivery)}`;
  const [pause] = delivery.pauses;
  if (pause !== undefined) return `paused${atStep(delivery)}: ${pauseWords[pause] ?? pause}`;
  if (switched || delivery.step >= delivery.steps) {
    if (updated < desired) return `${updated} of ${desired} updated${atStep(delivery)}`;
    if (available < updated) {
      return ready < updated
        ? `${ready} of ${updated} ready`
        : `${available} of ${updated} available`;
    }
  }
  if (!switched) return switchWords(delivery);
  if (keepsOld || total <= updated) return null;
  return stopping(total - updated);
}

function switchWords(delivery: ObservedDelivery): string {
  if (delivery.strategy === "blue-green") return "the active service still points to the old pods";
  return delivery.step < delivery.steps
    ? `the canary is${atStep(delivery)}`
    : "the new pods do not take all the traffic yet";
}

function atStep({ strategy, step, steps }: ObservedDelivery): string {
  if (strategy === "blue-green" || steps === 0) return "";
  return ` at step ${Math.min(step + 1, steps)} of ${steps}`;
}
