import { createServer } from "node:http";
import { join } from "node:path";

import { ensureRepository } from "#sandbox/git/bare-repository.ts";
import { createGitServer } from "#sandbox/git/serve.ts";
import { listen } from "#sandbox/http/listen.ts";

/** How long a request is on its way to the benches' git server. */
export const injectedMs = 40;
const login = { user: "bench", password: "bench" };

export interface FarGitServer {
  /** The URL of a repository. */
  url(name: string): string;
  /** Where a repository is on this machine. */
  directory(name: string): string;
  /** The bytes of all bodies that were sent to a repository to push so far. */
  bytesPushed(name: string): number;
  close(): void;
}

/**
 * Serves copies of one repository by `git http-backend`, with a delay before every request. Nobody has to sign in,
 * because git asks without credentials first: that would cost it a request more.
 */
export async function startFarGitServer(input: {
  readonly root: string;
  readonly names: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}): Promise<FarGitServer> {
  const { root, names, files } = input;
  const branches = new Map([["main", files]]);
  const pushed = new Map<string, number>();
  for (const name of names) {
    await ensureRepository({ directory: join(root, `${name}.git`), branches, now: new Date() });
  }
  const git = createGitServer({ root, ...login, delayMs: injectedMs });
  const server = createServer((request, response) => {
    request.headers.authorization = `Basic ${btoa(`${login.user}:${login.password}`)}`;
    const [path = "/"] = (request.url ?? "/").split("?");
    git.serve(request, response, path);
    if (!path.endsWith("/git-receive-pack")) return;
    const name = path.slice(1, path.indexOf(".git"));
    request.on("data", (chunk: Buffer) => {
      pushed.set(name, (pushed.get(name) ?? 0) + chunk.length);
    });
    request.pause();
  });
  const port = await listen(server, 0);
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}.git`,
    directory: (name) => join(root, `${name}.git`),
    bytesPushed: (name) => pushed.get(name) ?? 0,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
