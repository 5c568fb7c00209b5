import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { failureFrom } from "#agent/kube/kube-failure.ts";

import { readLines } from "./lines.ts";

const WatchLine = z.object({
  type: z.enum(["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"]),
  object: z.unknown(),
});

const Versioned = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
});

/** What a watch tells, with the version to go on from afterwards. */
export type WatchEvent =
  | { readonly kind: "put" | "delete"; readonly version: string; readonly object: unknown }
  | { readonly kind: "bookmark"; readonly version: string; readonly endsInitial: boolean };

/**
 * The events of one watch until the server ends it. Throws KubeFailure for an error that it sends as an event, and
 * gives up on a connection that is silent for too long.
 */
export async function* watchEvents(request: {
  readonly client: KubeClient;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}): AsyncGenerator<WatchEvent> {
  const { client, path, silenceMs } = request;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error("The watch fell silent.")), silenceMs);
  const signal = AbortSignal.any([request.signal, silence.signal]);
  const query = { ...request.query, watch: "true", allowWatchBookmarks: "true" };
  try {
    const stream = await client.stream({ path, query, signal });
    for await (const line of readLines(stream)) {
      timer.refresh();
      yield readEvent(line);
    }
  } finally {
    clearTimeout(timer);
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
