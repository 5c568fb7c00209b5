import { Redis } from "ioredis";

/** Where the queue lives. Both are doorbells only: what has to be done stands in the store. */
export type QueueBackend = { readonly databaseUrl: string } | { readonly redisUrl: string };

/** All jobs go through one queue; a job's name says what to do. */
export const queueName = "stagecoach";

/** How long a connection, or a ring, may take before it counts as failed. */
export const answerMs = 2_000;

/** A connection pool as BullMQ opens it, for one queue or one worker. */
export function poolOptions(databaseUrl: string) {
  return {
    connectionString: databaseUrl,
    max: 4,
    connectionTimeoutMillis: answerMs,
    keepAlive: true,
  } as const;
}

/** A connection for those who ring: a command that Redis does not answer soon fails. */
export function producerRedis(redisUrl: string): Redis {
  return quiet(new Redis(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: answerMs }));
}

/** A connection for those who wait for rings: it comes back by itself for ever. */
export function workerRedis(redisUrl: string): Redis {
  return quiet(new Redis(redisUrl, { maxRetriesPerRequest: null }));
}

/** Without a listener, ioredis prints every failed attempt to connect. */
function quiet(connection: Redis): Redis {
  return connection.on("error", () => {});
}
