import { z } from "zod";

import type { CachedObject } from "#agent/watch/object-cache.ts";

import { shortened } from "./conditions.ts";
import { Metadata } from "./metadata.ts";

/** What is kept of an event of the type `Warning`. */
export interface WarningRecord extends CachedObject {
  /** The uid of the object that the event is about. */
  readonly about: string;
  /** The container of a pod; empty where it is about none. */
  readonly container: string;
  /** One word: `Unhealthy`, `FailedCreate`. */
  readonly reason: string;
  /** RFC 3339: when it was last seen. */
  readonly at: string;
  /** What a webhook says stands in it until it is told of an object whose values are known. */
  readonly message: string;
}

const time = z.string().nullish();

const WarningEvent = z.object({
  metadata: Metadata,
  involvedObject: z.object({ uid: z.string().default(""), fieldPath: z.string().default("") }),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  series: z.object({ lastObservedTime: time }).nullish(),
  lastTimestamp: time,
  eventTime: time,
});

/** What is kept of an event. */
export function warningRecord(object: unknown): WarningRecord {
  const { metadata, involvedObject, reason, message, ...times } = WarningEvent.parse(object);
  const { uid, namespace, name } = metadata;
  return {
    uid,
    namespace,
    name,
    about: involvedObject.uid,
    container: /\{(.+)\}/.exec(involvedObject.fieldPath)?.[1] ?? "",
    reason: reason ?? "",
    at:
      times.series?.lastObservedTime ??
      times.lastTimestamp ??
      times.eventTime ??
      metadata.creationTimestamp ??
      "",
    message: shortened(message ?? "", { object: null }),
  };
}

/** The newest warning that fits, or undefined. */
export function newestWarning(
  warnings: readonly WarningRecord[],
  fits: (warning: WarningRecord) => boolean,
): WarningRecord | undefined {
  return warnings.filter(fits).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
}
