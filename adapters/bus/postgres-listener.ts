import { setTimeout as wait } from "node:timers/promises";

import pg from "pg";

const firstPauseMs = 100;
const longestPauseMs = 5_000;
const connectMs = 5_000;
const heartbeatMs = 15_000;

export interface PostgresListener {
  /** Resolves once it listens, or could not at the first attempt. */
  attempted(): Promise<void>;
  close(): Promise<void>;
}

interface Channel {
  readonly databaseUrl: string;
  readonly channel: string;
  readonly heard: (payload: string) => void;
  /** Called when it listens again after it could not. */
  readonly back: () => void;
}

/** Listens on a connection of its own, and again for ever when that breaks. Starts at the first `attempted`. */
export function keepListening(options: Channel): PostgresListener {
  const stop = new AbortController();
  const attempt = Promise.withResolvers<void>();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    let pauseMs = 0;
    while (!stop.signal.aborted) {
      const listened = await listenOnce(options, stop.signal, () => {
        if (pauseMs > 0) options.back();
        attempt.resolve();
      });
      attempt.resolve();
      pauseMs = listened
        ? firstPauseMs
        : Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
      await pause(pauseMs, stop.signal);
    }
  }

  return {
    attempted() {
      running ??= run();
      return attempt.promise;
    },
    async close() {
      stop.abort();
      await running;
    },
  };
}

/** Listens until the connection ends or the signal aborts; says whether it came to listening. */
async function listenOnce(
  { databaseUrl, channel, heard }: Channel,
  signal: AbortSignal,
  ready: () => void,
): Promise<boolean> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectMs,
    query_timeout: connectMs,
    keepAlive: true,
    application_name: "stagecoach bus",
  });
  const ended = new AbortController();
  client.on("error", () => ended.abort());
  client.on("end", () => ended.abort());
  client.on("notification", ({ payload }) => heard(payload ?? ""));
  try {
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  } catch {
    await client.end().catch(ignore);
    return false;
  }
  ready();
  await staysAlive(client, AbortSignal.any([signal, ended.signal]));
  await client.end().catch(ignore);
  return true;
}

/** A connection that died without a word is only noticed by asking. */
async function staysAlive(client: pg.Client, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(heartbeatMs, over);
    if (over.aborted) return;
    try {
      await client.query("SELECT 1");
    } catch {
      return;
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(ignore);
}

function ignore(): void {}
