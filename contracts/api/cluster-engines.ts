import { z } from "zod";

/** An object of Flux or Argo CD of a cluster, in words. */
const Engine = z.object({
  name: z.string(),
  product: z.enum(["Flux", "Argo CD"]),
  workloads: z.int(),
  /** What of them waits for someone, or for its window; empty where every commit is applied. */
  holds: z.array(
    z.object({ text: z.string(), command: z.string().nullable(), until: z.string().nullable() }),
  ),
  /** What its controller says went wrong. */
  error: z.string().nullable(),
  /** The commit that it last applied, and the one that it has seen; null where it does not tell. */
  applied: z.string().nullable(),
  seen: z.string().nullable(),
  source: z.object({ url: z.string(), branch: z.string().nullable(), path: z.string() }).nullable(),
  /** What deploys it itself, nearest first. */
  parents: z.array(z.string()),
});

/** A place in git that engines of the cluster deploy from, to choose as the cluster's own. */
const FoundSource = z.object({
  /** `Flux deploys 34 workloads from clusters/dev of github.com/acme/fleet, branch main`. */
  sentence: z.string(),
  url: z.string(),
  branch: z.string().nullable(),
  path: z.string(),
  workloads: z.int(),
  engines: z.array(z.string()),
  /** The connected repository that it is, however either address is written. */
  repositoryId: z.uuid().nullable(),
  /** Whether the cluster's source is this already. */
  chosen: z.boolean(),
});
export type FoundSource = z.infer<typeof FoundSource>;

export const ClusterEngines = z.object({
  /** Most workloads first. */
  engines: z.array(Engine),
  /** Workloads that no engine is seen to deploy. */
  unmanaged: z.int(),
  /** Best first. */
  sources: z.array(FoundSource),
  /** How what is deployed differs from the cluster's source; null where it has none, or nothing differs. */
  difference: z
    .object({
      /** Workloads that are deployed from the cluster's source. */
      agreeing: z.int(),
      differing: z.int(),
      sentences: z.array(z.string()),
    })
    .nullable(),
  /** What to do where they deploy from the cluster's source and the agent applies it too; null where it does not. */
  twice: z.string().nullable(),
});
export type ClusterEngines = z.infer<typeof ClusterEngines>;
