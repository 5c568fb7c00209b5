import { createHash } from "node:crypto";

import pg from "pg";

import { DomainError } from "#domain/error.ts";
import type { Bus } from "#ports/bus.ts";

import { createListeners } from "./listeners.ts";
import { keepListening } from "./postgres-listener.ts";

/** All bells ring on one channel, so that a process listens once however many it waits for. */
const channelName = "stagecoach_bus";
const longestName = 200;
const connectMs = 2_000;

/**
 * A bus over LISTEN/NOTIFY. Its listening connection comes back by itself for ever; as rings may have been
 * lost meanwhile, every listener is called then. Ringing throws DomainError "unavailable" at once when
 * the database is away.
 */
export function createPostgresBus(databaseUrl: string): Bus {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
  });
  pool.on("error", ignore);
  const listeners = createListeners();
  const listener = keepListening({
    databaseUrl,
    channel: channelName,
    heard: listeners.call,
    back: listeners.callAll,
  });

  return {
    async ring(channel) {
      try {
        await pool.query("SELECT pg_notify($1, $2)", [channelName, bellOf(channel)]);
      } catch {
        throw new DomainError("unavailable", "The database does not answer. Nobody was told.");
      }
    },
    async listen(channel, heard) {
      const stop = listeners.add(bellOf(channel), heard);
      await listener.attempted();
      return async () => stop();
    },
    async close() {
      await Promise.all([listener.close(), pool.end()]);
    },
  };
}

/** A payload is limited; a long name rings under its digest. */
function bellOf(channel: string): string {
  if (channel.length <= longestName) return channel;
  return createHash("sha256").update(channel).digest("hex");
}

/** A connection that breaks while idle is replaced at the next ring. */
function ignore(): void {}
