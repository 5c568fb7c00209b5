import { z } from "zod";

import { RolloutProgress } from "./release.ts";

export const AvailableImage = z.object({
  tag: z.string(),
  digest: z.string().nullable(),
  createdAt: z.string().nullable(),
  revision: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  /** Names of the clusters that run it. */
  runsIn: z.array(z.string()),
  /** Null for an allowed tag; otherwise why the policy leaves it out. */
  whyNot: z.string().nullable(),
});
export type AvailableImage = z.infer<typeof AvailableImage>;

const EnginePlace = z.object({
  /** Of the workload that it is itself, because its manifest sets images. */
  workload: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  /** Where the host shows that line. */
  page: z.string().nullable(),
});
export type EnginePlace = z.infer<typeof EnginePlace>;

export const WorkloadDetail = z.object({
  key: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  clusters: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      environment: z.string(),
      connected: z.boolean(),
      stateAt: z.string().nullable(),
      deployed: z.boolean(),
      state: z.enum(["ok", "rolling", "failing", "waiting"]).nullable(),
      message: z.string(),
      progress: RolloutProgress.nullable(),
      /** What of Flux or Argo CD applies it; null where nothing does, or it is not seen. */
      engine: z
        .object({
          name: z.string(),
          /** Its own page, or the line of the file that defines it, where these are known. */
          place: EnginePlace,
          /** Why new commits are not applied; null where they are. */
          hold: z.string().nullable(),
          /** What its controller says went wrong. */
          error: z.string().nullable(),
          source: z
            .object({
              url: z.string(),
              branch: z.string().nullable(),
              path: z.string(),
              /** Where the host shows the folder. */
              page: z.string().nullable(),
            })
            .nullable(),
          /** What deploys it itself, nearest first; the last one is the root. */
          parents: z.array(z.object({ name: z.string(), place: EnginePlace })),
        })
        .nullable(),
      locked: z.object({ by: z.string().nullable(), message: z.string().nullable() }).nullable(),
      containers: z.array(
        z.object({
          name: z.string(),
          init: z.boolean(),
          image: z.string(),
          gitImage: z.string().nullable(),
          file: z.string().nullable(),
          line: z.int().nullable(),
          /** Where the host shows that line. */
          page: z.string().nullable(),
          /** When a release of ours put it there, and who asked. */
          since: z.object({ release: z.int(), at: z.string(), by: z.string() }).nullable(),
        }),
      ),
    }),
  ),
  containers: z.array(
    z.object({
      name: z.string(),
      init: z.boolean(),
      repository: z.string(),
      policy: z.string(),
      /** Where the policy comes from: a line of a file, or the tag in use. */
      policyFrom: z.string(),
      scannedAt: z.string().nullable(),
      error: z.string().nullable(),
      images: z.array(AvailableImage),
    }),
  ),
  releases: z.array(
    z.object({
      number: z.int(),
      title: z.string(),
      status: z.string(),
      cluster: z.string(),
      at: z.string(),
      by: z.string(),
    }),
  ),
});
export type WorkloadDetail = z.infer<typeof WorkloadDetail>;
