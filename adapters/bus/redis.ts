import { Redis } from "ioredis";

import { DomainError } from "#domain/error.ts";
import type { Bus } from "#ports/bus.ts";

import { createListeners } from "./listeners.ts";

const prefix = "stagecoach:";
const answerMs = 2_000;

/**
 * A bus over publish and subscribe. Its connections come back by themselves for ever; as rings may have
 * been lost meanwhile, every listener is called then. Ringing throws DomainError "unavailable" soon when
 * Redis is away.
 */
export function createRedisBus(redisUrl: string): Bus {
  const options = { maxRetriesPerRequest: null, lazyConnect: true } as const;
  const publisher = new Redis(redisUrl, { ...options, commandTimeout: answerMs });
  const subscriber = new Redis(redisUrl, options);
  for (const connection of [publisher, subscriber]) connection.on("error", ignore);
  const listeners = createListeners();
  let subscribed: Promise<unknown> | undefined;

  async function subscribe(): Promise<void> {
    subscriber.on("pmessage", (_pattern, channel) => {
      listeners.call(channel.slice(prefix.length));
    });
    await subscriber.psubscribe(`${prefix}*`);
    subscriber.on("ready", listeners.callAll);
  }

  return {
    async ring(channel) {
      try {
        await publisher.publish(`${prefix}${channel}`, "");
      } catch {
        throw new DomainError("unavailable", "Redis does not answer. Nobody was told.");
      }
    },
    async listen(channel, heard) {
      const stop = listeners.add(channel, heard);
      subscribed ??= subscribe().catch(ignore);
      await subscribed;
      return async () => stop();
    },
    async close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/** ioredis reconnects by itself; what fails meanwhile fails its caller. */
function ignore(): void {}
