import { setTimeout as wait } from "node:timers/promises";

import { createPostgresBackend, Worker } from "bullmq";

import type { QueueWorker } from "#ports/queue.ts";

import { poolOptions, queueName, workerRedis } from "./backend.ts";
import type { QueueBackend } from "./backend.ts";
import { prepareQueueSchema } from "./postgres-schema.ts";

const closeMs = 25_000;

/** A job whose worker was killed runs again after its lock ended and the next check found it. */
const reliability = {
  lockDuration: 6_000,
  stalledInterval: 2_000,
  maxStalledCount: 5,
  runRetryDelay: 1_000,
} as const;

interface Running {
  readonly concurrency: number;
  readonly run: (job: { readonly name: string; readonly data: unknown }) => Promise<void>;
  readonly failed: (error: Error) => void;
}

/** Opens BullMQ's end of working. Throws when Postgres does not answer; with Redis it waits by itself. */
export async function openWorker(backend: QueueBackend, running: Running): Promise<QueueWorker> {
  const { concurrency, run, failed } = running;
  const options = { ...reliability, concurrency };
  if ("redisUrl" in backend) {
    const connection = workerRedis(backend.redisUrl);
    const worker = new Worker(queueName, run, { ...options, connection });
    worker.on("error", failed);
    return closable(worker, () => connection.disconnect());
  }
  await prepareQueueSchema(backend.databaseUrl);
  const connection = poolOptions(backend.databaseUrl);
  const worker = new Worker(queueName, run, { ...options, connection }, createPostgresBackend);
  worker.on("error", failed);
  return closable(worker);
}

function closable(worker: QueueWorker, disconnect: () => void = () => {}): QueueWorker {
  return {
    async close() {
      const late = new AbortController();
      const finished = worker.close().finally(() => late.abort());
      const patience = wait(closeMs, undefined, { signal: late.signal }).catch(() => {});
      await Promise.race([finished, patience]);
      disconnect();
    },
  };
}
