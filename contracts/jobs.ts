import { z } from "zod";

const organizationId = z.uuid();

/** Every job and its payload: identifiers only, because the facts are read again when it runs. */
export const jobs = {
  /** Calculate a plan that was asked for. */
  "calculate-plan": z.object({ organizationId, planId: z.uuid() }),
  /** Work through what waits in a lane. */
  "run-lane": z.object({ organizationId, laneId: z.uuid() }),
  /** Judge the releases that are rolling out in a cluster. */
  "observe-rollouts": z.object({ organizationId, clusterId: z.uuid() }),
  /** Read the tags of an image repository. */
  "scan-images": z.object({ organizationId, imageRepositoryId: z.uuid() }),
  /** Look whether a branch moved, and index what it defines. */
  "read-branch": z.object({ organizationId, configRepositoryId: z.uuid(), branch: z.string() }),
  /** Try the connection to a config repository. */
  "check-repository": z.object({ organizationId, configRepositoryId: z.uuid() }),
} as const;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]>;

/** Rings for the same key while one waits are one ring. */
export function jobKey<Name extends JobName>(name: Name, payload: JobPayload<Name>): string {
  return [name, ...Object.values(payload)].join("/");
}

const schemas: { readonly [Name in JobName]: z.ZodType<JobPayload<Name>> } = jobs;

/** The payload of a job as it came from outside; throws a zod error where it has another form. */
export function parsePayload<Name extends JobName>(name: Name, payload: unknown): JobPayload<Name> {
  return schemas[name].parse(payload);
}
