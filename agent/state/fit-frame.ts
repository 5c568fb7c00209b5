import { frameLimits } from "#contracts/agent-protocol.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

/** The workload with as many of its pods as fit a frame: one that is too large would be refused for ever. */
export function fitFrame(observed: ObservedWorkload): ObservedWorkload {
  let fitted = observed;
  while (fitted.pods.length > 0 && sizeOf(fitted) > frameLimits.objectBytes) {
    fitted = { ...fitted, pods: fitted.pods.slice(0, Math.floor(fitted.pods.length / 2)) };
  }
  return fitted;
}

function sizeOf(observed: ObservedWorkload): number {
  return Buffer.byteLength(JSON.stringify(observed));
}
