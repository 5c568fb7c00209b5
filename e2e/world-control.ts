import { createServer } from "node:http";

import type { World } from "#tools/demo/start-world.ts";

/** What journeys may do to the world, which another process started. */
export interface BreakableWorld extends Pick<World, "pid"> {
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
}

/** Lets journeys break parts: `POST /kill/<part>`, `POST /database/stop` and `/database/start`. */
export async function serveWorldControl(
  world: BreakableWorld,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    act(world, request.url ?? "").then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(404).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function act(world: BreakableWorld, path: string): Promise<void> {
  if (path === "/database/stop") return world.stopDatabase();
  if (path === "/database/start") return world.startDatabase();
  const part = decodeURIComponent(/^\/kill\/(.+)$/.exec(path)?.[1] ?? "");
  const pid = world.pid(part);
  if (pid === undefined) throw new Error(`no part is called ${part}`);
  process.kill(pid, "SIGKILL");
}
