import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

import { tryLock } from "#tools/bootstrap/lock.mjs";
import { freePort, isPortFree } from "#tools/net/free-port.ts";

import { databaseUrls } from "./addresses.ts";
import type { DatabaseUrls } from "./addresses.ts";
import { initialiseCluster } from "./cluster.ts";
import { loadCredentials } from "./credentials.ts";
import type { Credentials } from "./credentials.ts";
import { removeLeftoverServer } from "./leftover-server.ts";
import { prepareDatabase, superuserUrl } from "./prepare-database.ts";
import { startServerProcess } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

export interface PostgresOptions {
  /** Everything is kept here: the cluster, its port, its passwords, its log. */
  readonly dataDir: string;
  readonly port?: number;
  /** Whether data must survive a crash of the machine; tests do without. */
  readonly durable?: boolean;
}

export interface RunningPostgres extends DatabaseUrls {
  readonly superuserUrl: string;
  readonly credentials: Credentials;
  readonly port: number;
  readonly pid: number | undefined;
  /** Becomes the exit code when the server ends, asked or not. */
  readonly ended: Promise<number | null>;
  /** The end of the server's log. */
  readonly log: () => string;
  /** Stops the server and waits until it is gone. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the embedded Postgres on 127.0.0.1 with the database "stagecoach" and its two roles.
 * Works after a hard kill of an earlier run; a folder that a living run uses is refused.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir, durable = true } = options;
  await mkdir(dataDir, { recursive: true });
  const release = tryLock(join(dataDir, "postgres.lock"));
  if (!release) throw new Error(`Another run uses the database in ${dataDir}; stop it first.`);
  try {
    const credentials = await loadCredentials(dataDir);
    await removeLeftoverServer(dataDir);
    await initialiseCluster(dataDir, credentials.superuser);
    const { server, port } = await startOnPort({ dataDir, durable, port: options.port });
    const running = await serve({ server, port, credentials });
    return { ...running, close: () => server.stop().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function serve({
  server,
  port,
  credentials,
}: {
  readonly server: ServerProcess;
  readonly port: number;
  readonly credentials: Credentials;
}): Promise<Omit<RunningPostgres, "close">> {
  const admin = superuserUrl(port, credentials);
  const database = "stagecoach";
  try {
    await acceptsConnections(admin, server);
    await prepareDatabase({ superuserUrl: admin, credentials, database });
  } catch (error) {
    await server.stop();
    throw error;
  }
  const urls = databaseUrls({ server: admin, credentials, database });
  return {
    ...urls,
    superuserUrl: admin,
    credentials,
    port,
    pid: server.pid,
    ended: server.ended,
    log: server.log,
  };
}

async function startOnPort({
  dataDir,
  durable,
  port,
}: {
  readonly dataDir: string;
  readonly durable: boolean;
  readonly port: number | undefined;
}): Promise<{ server: ServerProcess; port: number }> {
  const file = join(dataDir, "port");
  const remembered = Number.parseInt(await readFile(file, "utf8").catch(() => ""), 10);
  const wanted = port ?? remembered;
  const chosen = wanted > 0 && (await isPortFree(wanted)) ? wanted : await freePort();
  await writeFile(file, String(chosen));
  return { server: startServerProcess({ dataDir, port: chosen, durable }), port: chosen };
}

async function acceptsConnections(url: string, server: ServerProcess): Promise<void> {
  let ended = false;
  void server.ended.then(() => (ended = true));
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(30)) {
    const client = new pg.Client({ connectionString: url });
    const connected = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (connected) return;
    if (ended) throw new Error(`Postgres did not start:\n${server.log()}`);
  }
  throw new Error(`Postgres did not accept a connection within 30 s:\n${server.log()}`);
}
