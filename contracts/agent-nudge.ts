import { z } from "zod";

import { EngineObject } from "./agent-engine.ts";

/** Where the commit is that Flux and Argo CD are to look at. */
export const NudgeTarget = {
  /** In any form that git takes, without credentials. */
  repository: z.string().max(2048),
  branch: z.string().max(400),
  path: z.string().max(1024),
  revision: z.string().max(200),
  /** When it was asked for, RFC 3339: the same whenever the command is delivered, so that twice is once. */
  at: z.string().max(40),
};
const Target = z.object(NudgeTarget);
export type NudgeTarget = z.infer<typeof Target>;

/** How many engines an answer names. */
export const mostNudged = 100;

const NudgedEngine = z.object({
  by: EngineObject,
  /**
   * `asked` to look at git at once; `synced`: told to sync as well; `current`: was there already; `held` back by
   * itself, and left alone; `forbidden` to this agent; `failed` for another reason.
   */
  did: z.enum(["asked", "synced", "current", "held", "forbidden", "failed"]),
  /** What stands against it, or is to be done; empty where nothing does. */
  message: z.string().max(1000),
});
export type NudgedEngine = z.infer<typeof NudgedEngine>;

/** What was done about a commit, engine by engine. */
export const NudgeSummary = z.object({
  revision: z.string().max(200),
  engines: z.array(NudgedEngine).max(mostNudged),
});
export type NudgeSummary = z.infer<typeof NudgeSummary>;
