import { z } from "zod";

import type { CachedObject } from "#agent/watch/object-cache.ts";

import { shortened } from "./conditions.ts";
import { Metadata } from "./metadata.ts";

/** What is kept of an event about a failing probe. */
export interface ProbeRecord extends CachedObject {
  readonly podUid: string;
  readonly container: string;
  readonly at: string;
  readonly message: string;
}

const ProbeEvent = z.object({
  metadata: Metadata,
  involvedObject: z.object({ uid: z.string().default(""), fieldPath: z.string().default("") }),
  message: z.string().default(""),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
});

/** What is kept of an event with the reason `Unhealthy`. */
export function probeRecord(object: unknown): ProbeRecord {
  const { metadata, involvedObject, message, lastTimestamp, eventTime } = ProbeEvent.parse(object);
  const { uid, namespace, name } = metadata;
  const container = /\{(.+)\}/.exec(involvedObject.fieldPath)?.[1] ?? "";
  const at = lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "";
  return {
    uid,
    namespace,
    name,
    podUid: involvedObject.uid,
    container,
    at,
    message: shortened(message),
  };
}
