import { z } from "zod";

import type * as domain from "#domain/rollout/engine-state.ts";

const name = z.string().max(253);
const revision = z.string().max(200);

export const EngineObject: z.ZodType<domain.EngineObject> = z.object({
  kind: z.enum(["kustomization", "helmrelease", "application", "applicationset", "gitrepository"]),
  namespace: name,
  name,
});

const Hold: z.ZodType<domain.EngineHold> = z.object({
  by: EngineObject,
  why: z.enum(["suspended", "auto-sync-off", "window-shut"]),
  until: z.string().max(40).nullish(),
});

const Failure: z.ZodType<domain.EngineError> = z.object({
  by: EngineObject,
  message: z.string().max(1000),
  revision: revision.nullable(),
});

/** How far an object of Flux or Argo CD is, as an agent reports it; an older one reports none of it. */
export const EngineState = z.object({
  holds: z.array(Hold).max(4).optional(),
  seen: revision.nullish(),
  applied: revision.nullish(),
  error: Failure.nullish(),
});
