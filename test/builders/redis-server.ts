import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface RedisStarter {
  start(): Promise<RedisServer>;
}

/** The Redis of REDIS_URL, else the installed `redis-server`, else null: then the tests that need it are skipped. */
export function findRedis(): RedisStarter | null {
  const url = process.env["REDIS_URL"];
  if (url) return { start: async () => ({ url, stop: async () => {} }) };
  return spawnSync("redis-server", ["--version"]).status === 0 ? { start: startRedis } : null;
}

/** On a socket in a folder of its own: no port to be taken by someone else. */
async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "redis-"));
  const socket = join(folder, "redis.sock");
  const args = ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder];
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  await waitForText(server, "ready to accept connections");
  return {
    url: socket,
    async stop() {
      server.kill();
      await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function waitForText({ stdout }: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = "";
    stdout?.on("data", (chunk) => {
      printed += String(chunk);
      if (printed.toLowerCase().includes(text)) resolve();
    });
    stdout?.on("end", () => reject(new Error(`redis-server did not start: ${printed}`)));
  });
}
