import type { JobName, JobPayload } from "#contracts/jobs.ts";

/**
 * Wakes a worker for a job. It is only a doorbell: what is to be done stands in the store, so a lost
 * ring costs time and nothing else, and a doubled ring does nothing twice.
 */
export interface Queue {
  /** Rings of the same job and payload are merged while one waits. Fails fast when the backend is away. */
  ring<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void>;
  close(): Promise<void>;
}

export type JobHandler<Name extends JobName> = (
  payload: JobPayload<Name>,
  signal: AbortSignal,
) => Promise<void>;

export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };

export interface QueueWorker {
  /** Waits at most 25 s for running handlers, whose signal aborts at once. */
  close(): Promise<void>;
}
