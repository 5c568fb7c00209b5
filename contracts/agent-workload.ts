import { z } from "zod";

import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { EngineObject, EngineState } from "./agent-engine.ts";

/** How many of a workload's pods are reported; failing ones come first. */
export const mostPods = 30;
/** Longer messages are cut by the agent. */
export const longestMessage = 500;

const name = z.string().max(253);
const image = z.string().max(2048);
const word = z.string().max(1024);
const message = z.string().max(longestMessage + 1);
const count = z.int().min(0);

const PodContainer = z.object({
  name,
  init: z.boolean(),
  image,
  imageId: image.nullable(),
  ready: z.boolean(),
  restarts: count,
  state: z.enum(["waiting", "running", "terminated"]),
  reason: word.nullable(),
  message: message.nullable(),
  exitCode: z.int().nullable(),
  lastReason: word.nullable(),
  lastExitCode: z.int().nullable(),
  lastMessage: message.nullish(),
});

const Pod = z.object({
  name,
  phase: word,
  ready: z.boolean(),
  deleting: z.boolean(),
  createdAt: word,
  unschedulable: message.nullable(),
  current: z.boolean(),
  containers: z.array(PodContainer).max(100),
});

const Delivery = z.object({
  strategy: z.enum(["canary", "blue-green"]),
  step: count,
  steps: count,
  pauses: z.array(word).max(10),
  aborted: z.boolean(),
  switched: z.boolean(),
  keepsOld: z.boolean(),
  message: message.nullable(),
});

const GitPlace = z.object({ url: image, branch: word.nullable(), path: word });

const Engine = z.object({
  kind: z.enum(["kustomization", "helmrelease", "application"]),
  namespace: name,
  name,
  automatic: z.boolean(),
  source: GitPlace.nullable(),
  parents: z
    .array(EngineObject.and(z.object({ source: GitPlace.optional() })))
    .max(8)
    .optional(),
  ...EngineState.shape,
});

/** A workload as an agent reports it: the listed fields and nothing else. */
export const ReportedWorkload: z.ZodType<ObservedWorkload> = z.object({
  uid: z.string().min(1).max(64),
  namespace: name,
  kind: z.string().regex(/^[a-z]{1,63}$/),
  name: name.min(1),
  generation: z.int(),
  observedGeneration: z.int(),
  containers: z.array(z.object({ name, init: z.boolean(), image })).max(100),
  replicas: z.object({
    desired: count,
    total: count,
    updated: count,
    ready: count,
    available: count,
  }),
  paused: z.boolean(),
  onDelete: z.boolean(),
  partition: count.nullable(),
  conditions: z
    .array(
      z.object({ type: word, status: word, reason: word.nullable(), message: message.nullable() }),
    )
    .max(30),
  delivery: Delivery.nullish(),
  pods: z.array(Pod).max(mostPods),
  managedBy: word.nullable(),
  engine: Engine.nullish(),
  revision: word.nullable(),
});
