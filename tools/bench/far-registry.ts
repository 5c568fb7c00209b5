import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { listen } from "#sandbox/http/listen.ts";
import { Catalogue } from "#sandbox/registry/catalogue.ts";
import type { ImageRepository } from "#sandbox/registry/catalogue.ts";
import { serveRegistry } from "#sandbox/registry/serve.ts";

/** How long a request is on its way to the benches' registry. */
export const injectedMs = 40;

export interface FarRegistry {
  readonly origin: string;
  /** How many requests came since the last time this was asked. */
  requests(): number;
  close(): Promise<void>;
}

/** The sandbox's registry with one repository, and a delay before every request. */
export async function startFarRegistry(repository: ImageRepository): Promise<FarRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "bench-registry-"));
  const catalogue = new Catalogue(join(folder, "images.json"));
  catalogue.seed([repository]);
  const serve = serveRegistry(catalogue);
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    setTimeout(() => serve(request, response), injectedMs);
  });
  const port = await listen(server, 0);
  return {
    origin: `http://127.0.0.1:${port}`,
    requests() {
      const since = count;
      count = 0;
      return since;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}
