import { z } from "zod";

/** The most that is asked of a cluster: of each run of a container, and of what happened to its pod. */
export const logLimits = {
  lines: 200,
  /** As UTF-8, of each run: with all the rest it fits into a frame however much of it is escaped. */
  bytes: 32 * 1024,
  events: 20,
} as const;

const name = z.string().min(1).max(253);

/** The container of a pod whose last lines are wanted. */
export const LogsOf = { namespace: name, pod: name, container: name };

/** Postgres stores every character but this one. */
function storable(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}

const LogRun = z.object({
  /** The run that is under way, or the one before it. */
  run: z.enum(["current", "previous"]),
  text: z
    .string()
    .max(logLimits.bytes)
    .transform((text) => storable(text)),
  /** Whether older lines were left out. */
  truncated: z.boolean(),
  /** Why there is nothing to read, in the kubelet's words; null where there was. */
  unread: z
    .string()
    .max(1000)
    .transform((text) => storable(text))
    .nullable(),
});
/** The last lines that one run of a container wrote. */
export type LogRun = z.infer<typeof LogRun>;

const PodEvent = z.object({
  /** RFC 3339: when it was last seen. */
  at: z.string().max(100),
  warning: z.boolean(),
  reason: z.string().max(200),
  message: z
    .string()
    .max(1001)
    .transform((text) => storable(text)),
  count: z.int().min(1),
});
/** Something that Kubernetes recorded about a pod. */
export type PodEvent = z.infer<typeof PodEvent>;

/** What a cluster answers. Everything in it may hold what a program or a person wrote: it is shown and forgotten. */
export const PodLogs = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("read"),
    runs: z.array(LogRun).max(2),
    /** Oldest first. */
    events: z.array(PodEvent).max(logLimits.events),
  }),
  /** The agent was given no right to it. */
  z.object({ state: z.literal("no-right") }),
  z.object({ state: z.literal("gone") }),
]);
export type PodLogs = z.infer<typeof PodLogs>;
