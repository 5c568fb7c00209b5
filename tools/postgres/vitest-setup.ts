import type { TestProject } from "vitest/node";

import { startTestPostgres } from "./test-server.ts";
import type { TestServer } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly testServer: TestServer;
  }
}

/** Starts one Postgres for all integration tests, and says how to stop it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { close, ...server } = await startTestPostgres();
  project.provide("testServer", server);
  return close;
}
