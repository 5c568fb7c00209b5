import { UnrecoverableError } from "bullmq";

import { jobs } from "#contracts/jobs.ts";
import type { JobName } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import type { JobHandlers } from "#ports/queue.ts";

export type QueueLog = (
  level: "info" | "error",
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

interface JobRun {
  readonly handlers: JobHandlers;
  readonly log: QueueLog;
  /** Aborts when the worker is asked to stop. */
  readonly closing: AbortSignal;
}

interface StoredJob {
  readonly name: string;
  readonly data: unknown;
}

/** Runs a job's handler. Throws what BullMQ tries again only where the error says that this may help. */
export function handleJob({ handlers, log, closing }: JobRun): (job: StoredJob) => Promise<void> {
  return async ({ name, data }) => {
    try {
      if (!isJobName(name)) throw new Error(`There is no job named ${name}`);
      await callHandler(handlers, name, { data, closing });
    } catch (error) {
      log("error", `${name} failed`, { error: String(error), job: data });
      if (error instanceof DomainError && error.retryable) throw error;
      throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
    }
  };
}

function callHandler<Name extends JobName>(
  handlers: JobHandlers,
  name: Name,
  { data, closing }: { readonly data: unknown; readonly closing: AbortSignal },
): Promise<void> {
  return handlers[name](parsePayload(name, data), closing);
}

/** The schema of the same name parses to exactly that job's payload, which the compiler cannot follow. */
function parsePayload<Name extends JobName>(name: Name, data: unknown) {
  return jobs[name].parse(data) as Parameters<JobHandlers[Name]>[0];
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}
