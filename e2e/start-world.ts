import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { z } from "zod";

import { startWorld } from "#tools/demo/start-world.ts";
import { startPostgres } from "#tools/postgres/start-postgres.ts";

import { serveWorldControl } from "./world-control.ts";
import { publishWorld, WorldCluster } from "./world.ts";

/** Starts the whole product for the journeys and returns how to stop it. */
export default async function startJourneyWorld(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "stagecoach-e2e-"));
  const world = await startWorld({
    dataDir,
    webPort: null,
    realKubernetes: process.env["STAGECOACH_KUBERNETES"] === "real",
    environment: { IMAGE_SCAN_SECONDS: "2", BRANCH_POLL_SECONDS: "2" },
    report: (line) => process.stdout.write(`  ${line}\n`),
    say: (line) => process.stdout.write(`  ${line}\n`),
  });
  let database = world.database;
  const control = await serveWorldControl({
    pid: world.pid,
    stopDatabase: () => database.close(),
    async startDatabase() {
      database = await startPostgres({ dataDir: path.join(dataDir, "postgres") });
    },
  });
  publishWorld({
    url: world.url,
    control: control.url,
    sandbox: world.sandbox.control.replace(/\/control$/, ""),
    git: gitAddress(world.sandbox),
    clusters: z.object({ clusters: z.array(WorldCluster) }).parse(world.sandbox).clusters,
  });
  return async () => {
    await control.close();
    await world.close();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}

function gitAddress(addresses: object): { url: string; user: string; password: string } {
  if ("git" in addresses && isGitAddress(addresses.git)) return addresses.git;
  throw new Error("the sandbox did not say where its git server is");
}

function isGitAddress(value: unknown): value is { url: string; user: string; password: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "url" in value &&
    "user" in value &&
    "password" in value
  );
}
