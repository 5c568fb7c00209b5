import { z } from "zod";

/** How the agent's version stands to the server's. */
export const VersionSupport = z.enum(["current", "older", "too-old", "too-new", "unknown"]);

const LockCause = z.enum(["old-key", "two-agents", "other-cluster"]);
/**
 * Why an agent's key is not accepted any more: an older key of the same agent was proved, two processes took the
 * connection from each other in turns, or the key is used in two Kubernetes clusters.
 */
export type LockCause = z.infer<typeof LockCause>;

/** The key by which a cluster's agent proves who it is. */
export const ClusterKey = z.object({
  /** Counts rotations, from 1. */
  generation: z.int(),
  since: z.string(),
  /** Whether the agent that connected last can rotate it. */
  rotates: z.boolean(),
  /** Whether the agent runs in another Kubernetes cluster than the one before it. */
  elsewhere: z.boolean(),
  lock: z.object({ at: z.string(), cause: LockCause }).nullable(),
});
export type ClusterKey = z.infer<typeof ClusterKey>;
