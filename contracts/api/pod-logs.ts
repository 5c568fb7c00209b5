import { z } from "zod";

import { PodLogs } from "#contracts/agent-logs.ts";

/** Asks for the last lines of a pod that a cluster reported. */
export const AskPodLogs = z.object({
  workload: z.string().max(600),
  pod: z.string().min(1).max(253),
  /** Without it, of the container that is in trouble. */
  container: z.string().min(1).max(253).optional(),
});
export type AskPodLogs = z.infer<typeof AskPodLogs>;

/** What became of the question. Nothing was asked, and nothing noted, where `id` is null. */
export const PodLogsAnswer = z.object({
  id: z.uuid().nullable(),
  pod: z.string(),
  container: z.string(),
  /** All of the pod's containers. */
  containers: z.array(z.string()),
  askedAt: z.string(),
  /** Until when the agent may answer. */
  waitUntil: z.string(),
  /** When it is forgotten. */
  forgetAt: z.string(),
  answer: z.discriminatedUnion("state", [
    z.object({ state: z.literal("waiting") }),
    ...PodLogs.options,
    /** The agent is not connected. */
    z.object({ state: z.literal("offline") }),
    /** The agent is of a version that reads no logs. */
    z.object({ state: z.literal("too-old") }),
    /** The agent did not answer in time. */
    z.object({ state: z.literal("unanswered") }),
    z.object({ state: z.literal("failed"), message: z.string() }),
  ]),
});
export type PodLogsAnswer = z.infer<typeof PodLogsAnswer>;
