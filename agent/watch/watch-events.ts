import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { failureFrom } from "#agent/kube/kube-failure.ts";

import { readLines } from "./lines.ts";
import type { WatchClock } from "./watch-clock.ts";
import type { WatchTuning } from "./watch-tuning.ts";

const WatchLine = z.object({
  type: z.enum(["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"]),
  object: z.unknown(),
});

const Versioned = z.object({
  metadata: z.object({
    resourceVersion: z.string().min(1),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
});

/** What a watch tells, with the version to go on from afterwards. */
export type WatchEvent =
  | { readonly kind: "put" | "delete"; readonly version: string; readonly object: unknown }
  | { readonly kind: "bookmark"; readonly version: string; readonly endsInitial: boolean };

/** Nothing was heard for so long that the connection counts as half-open. */
export class SilentWatch extends Error {
  constructor() {
    super("The watch fell silent.");
    this.name = "SilentWatch";
  }
}

interface WatchRequest {
  readonly client: KubeClient;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether the initial state comes first; until it is complete only objects count as a sign of life. */
  readonly isInitial: boolean;
  readonly tuning: WatchTuning;
  readonly clock: WatchClock;
  readonly signal: AbortSignal;
  /** Called when the server has accepted the watch. */
  readonly opened: () => void;
}

/**
 * The events of one watch until the server ends it. Throws KubeFailure for an error that it sends as an event, and
 * SilentWatch when it says nothing for too long.
 */
export async function* watchEvents(request: WatchRequest): AsyncGenerator<WatchEvent> {
  const { client, path, clock, tuning } = request;
  let { isInitial } = request;
  const silence = new AbortController();
  function fallSilent(): void {
    silence.abort();
  }
  let alarm = clock.alarm(isInitial ? tuning.initialSilenceMs : tuning.silenceMs, fallSilent);
  const signal = AbortSignal.any([request.signal, silence.signal]);
  const query = { ...request.query, watch: "true", allowWatchBookmarks: "true" };
  try {
    const stream = await client.stream({ path, query, signal });
    request.opened();
    for await (const line of readLines(stream)) {
      const event = readEvent(line);
      if (isInitial && event.kind === "bookmark" && event.endsInitial) {
        isInitial = false;
        alarm.stop();
        alarm = clock.alarm(tuning.silenceMs, fallSilent);
      }
      if (!isInitial || event.kind !== "bookmark") alarm.refresh();
      yield event;
    }
  } catch (error) {
    throw silence.signal.aborted && !request.signal.aborted ? new SilentWatch() : error;
  } finally {
    alarm.stop();
  }
}

function readEvent(line: string): WatchEvent {
  const { type, object } = WatchLine.parse(JSON.parse(line));
  if (type === "ERROR") throw failureFrom({ status: 200, body: JSON.stringify(object) });
  const { resourceVersion: version, annotations } = Versioned.parse(object).metadata;
  if (type === "BOOKMARK") {
    const endsInitial = annotations?.["k8s.io/initial-events-end"] === "true";
    return { kind: "bookmark", version, endsInitial };
  }
  return { kind: type === "DELETED" ? "delete" : "put", version, object };
}
