import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { freePort } from "#tools/net/free-port.ts";

import { installFromDebian } from "./debian.ts";
import { findProgram } from "./find-program.ts";

export interface RunningRedis {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a Redis that keeps nothing, installing it where that is possible; null where not. */
export async function startRedis(): Promise<RunningRedis | null> {
  const program = await findRedis();
  if (program === null) return null;
  const port = await freePort();
  const child = spawn(
    program,
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { stdio: "ignore" },
  );
  process.once("exit", () => child.kill("SIGKILL"));
  await acceptsConnections(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    close: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function findRedis(): Promise<string | null> {
  const names = ["redis-server", "valkey-server"] as const;
  const found = findProgram(...names);
  if (found !== null) return found;
  return (await installFromDebian("redis-server")) ? findProgram(...names) : null;
}

async function acceptsConnections(port: number): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(30)) {
    const socket = connect(port, "127.0.0.1");
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
  }
  throw new Error(`redis-server did not accept a connection on port ${port} within 10 s`);
}
