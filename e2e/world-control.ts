import { createServer } from "node:http";

import type { World } from "#tools/demo/start-world.ts";

/** Lets journeys break parts of the world, which another process started: `POST /kill/<part>`. */
export async function serveWorldControl(
  world: Pick<World, "pid">,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const part = decodeURIComponent(/^\/kill\/(.+)$/.exec(request.url ?? "")?.[1] ?? "");
    const pid = world.pid(part);
    if (pid === undefined) {
      response.writeHead(404).end(`no part is called ${part}\n`);
      return;
    }
    process.kill(pid, "SIGKILL");
    response.writeHead(204).end();
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
