import { numberAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";

/** Whether the object changed after its controller last looked at it; one that tells no generation is not behind. */
export function isBehind({ metadata, status }: LiveObject): boolean {
  const { generation } = metadata;
  const observed = numberAt(status, "observedGeneration");
  return generation != null && observed !== undefined && observed < generation;
}

export const behindMessage = "the controller has not seen the change yet";
