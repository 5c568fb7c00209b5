import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { binaries } from "./binaries.ts";
import { clusterFolder } from "./cluster.ts";
import { unprivileged } from "./unprivileged.ts";

/**
 * Runs Postgres as long as its standard input is open, then asks for a fast shutdown. So it ends
 * with us even when we are killed and can no longer ask.
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; kill -INT "$server" 2>/dev/null; } &
reader=$!
exec 3<&-
wait "$server"
status=$?
kill "$reader" 2>/dev/null
exit "$status"
`;

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "32MB",
  max_wal_size: "256MB",
  autovacuum_max_workers: "1",
  max_parallel_workers: "0",
  io_method: "sync",
  jit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  log_min_messages: "warning",
} as const;

/** A server whose data may be lost with the machine: for tests only. */
const careless = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } as const;

export interface ServerProcess {
  /** The process that guards Postgres; Postgres is its child. */
  readonly pid: number | undefined;
  /** Becomes the exit code when the server ends, asked or not. */
  readonly ended: Promise<number | null>;
  /** Fast shutdown; resolves when the server is gone. */
  readonly stop: () => Promise<void>;
  /** The end of its log. */
  readonly log: () => string;
}

/** Starts Postgres on a port; it does not yet accept connections when this returns. */
export function startServerProcess({
  dataDir,
  port,
  durable,
}: {
  readonly dataDir: string;
  readonly port: number;
  readonly durable: boolean;
}): ServerProcess {
  const all = { ...settings, ...(durable ? {} : careless), port: String(port) };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { program, args, identity } = unprivileged({
    program: "/bin/sh",
    args: ["-c", guard, "postgres", binaries.postgres, "-D", clusterFolder(dataDir), ...flags],
    dataDir,
  });
  const logFile = join(dataDir, "postgres.log");
  const log = openSync(logFile, "w");
  const child = spawn(program, args, {
    ...identity,
    stdio: ["pipe", log, log],
    detached: true,
    cwd: "/",
  });
  closeSync(log);
  const ended = once(child, "exit").then(
    () => child.exitCode,
    () => null,
  );
  return {
    pid: child.pid,
    ended,
    stop: () => stop(child, ended),
    log: () => readFileSync(logFile, "utf8").split("\n").slice(-20).join("\n").trim(),
  };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.stdin?.end();
  const pid = child.pid;
  const deadline = setTimeout(() => {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  }, 10_000);
  await ended;
  clearTimeout(deadline);
}
