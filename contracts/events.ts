import { z } from "zod";

import { RowUpdate } from "./api/matrix.ts";
import { ReleaseEvent, ReleaseItem, ReleaseStep } from "./api/release.ts";

/**
 * What the browser's event stream carries. Each is numbered within its organization (the SSE `id`), in
 * the order of commit and without gaps, so that a reader resumes with `Last-Event-ID`.
 */
export const StreamEvent = z.discriminatedUnion("kind", [
  /** A matrix row as it is now; replaces the one with the same key. */
  z.object({ kind: z.literal("row"), key: z.string(), update: RowUpdate }),
  z.object({ kind: z.literal("row-gone"), key: z.string() }),
  /** More rows changed than an event should carry: read the matrix again. */
  z.object({ kind: z.literal("matrix") }),
  /** An agent came, went or sent state. */
  z.object({
    kind: z.literal("cluster"),
    id: z.string(),
    connected: z.boolean(),
    stateAt: z.string().nullable(),
  }),
  /** A release changed; carries only the parts that did. */
  z.object({
    kind: z.literal("release"),
    number: z.int(),
    status: z.string(),
    commit: z.string().nullable(),
    finishedAt: z.string().nullable(),
    retryAt: z.string().nullable(),
    error: z.string().nullable(),
    steps: z.array(ReleaseStep),
    items: z.array(ReleaseItem),
    events: z.array(ReleaseEvent),
  }),
  /** A cluster's sync, or what is known of its differences from git, changed. */
  z.object({ kind: z.literal("sync"), id: z.string() }),
  z.object({ kind: z.literal("plan"), id: z.string(), status: z.string() }),
  /** An agent answered a question for a pod's logs; whoever asked may read it. */
  z.object({ kind: z.literal("pod-logs"), id: z.string() }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;

/** Sent instead of a replay when the asked-for number is older than what is kept. */
export const resetEvent = "reset";
