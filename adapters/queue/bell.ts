import { createPostgresBackend, Queue } from "bullmq";

import { poolOptions, producerRedis, queueName } from "./backend.ts";
import type { QueueBackend } from "./backend.ts";
import { prepareQueueSchema } from "./postgres-schema.ts";

/** BullMQ's end of ringing. */
export interface Bell {
  /** Adds a job, or merges it with the one of the same key that waits. */
  add(name: string, payload: object, key: string): Promise<void>;
  close(): Promise<void>;
}

const defaultJobOptions = {
  attempts: 5,
  backoff: { type: "exponential", delay: 250, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { count: 100 },
} as const;

export async function openBell(backend: QueueBackend): Promise<Bell> {
  if ("redisUrl" in backend) {
    const connection = producerRedis(backend.redisUrl);
    const queue = new Queue(queueName, { connection, defaultJobOptions });
    return bellOf(queue, () => connection.disconnect());
  }
  await prepareQueueSchema(backend.databaseUrl);
  const connection = poolOptions(backend.databaseUrl);
  return bellOf(new Queue(queueName, { connection, defaultJobOptions }, createPostgresBackend));
}

/** What is used of a BullMQ queue; the library types each backend's differently. */
interface AnyQueue {
  add(
    name: string,
    data: object,
    options: { readonly deduplication: { readonly id: string; readonly keepLastIfActive: true } },
  ): Promise<unknown>;
  close(): Promise<void>;
  on(event: "error", heard: (error: Error) => void): unknown;
}

function bellOf(queue: AnyQueue, disconnect: () => void = () => {}): Bell {
  queue.on("error", () => {});
  return {
    async add(name, payload, key) {
      await queue.add(name, payload, { deduplication: { id: key, keepLastIfActive: true } });
    },
    async close() {
      await queue.close();
      disconnect();
    },
  };
}
