import { randomBytes, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";

import { createPostgresBus } from "#adapters/bus/postgres.ts";
import { createRedisBus } from "#adapters/bus/redis.ts";
import { createGitHost } from "#adapters/git/git-host.ts";
import { createQueue, startQueueWorker } from "#adapters/queue/bullmq.ts";
import { OciImageRegistry } from "#adapters/registry/oci-image-registry.ts";
import { createSecrets } from "#adapters/secrets/envelope.ts";
import { createPrismaStore } from "#adapters/store/store.ts";
import type { Log } from "#contracts/log.ts";
import { ManifestCache } from "#services/config/manifest-cache.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import { jobHandlers } from "./catalog.ts";
import type { WorkersConfig } from "./config.ts";
import { keepHouse, ringDueWork } from "./reconcile.ts";
import { relayOutbox } from "./relay.ts";
import { repeat } from "./repeat.ts";

const relayPauseMs = 1_000;
const reconcilePauseMs = 2_000;
const housekeepingPauseMs = 10_000;
const concurrency = 8;

/** Starts everything that the workers do; closing takes at most 25 seconds. */
export async function startWorkers(
  config: WorkersConfig,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const { databaseUrl, redisUrl } = config;
  const folder = path.join(config.dataFolder, "git");
  await mkdir(folder, { recursive: true });
  const clock = { now: () => new Date() };
  const bus = redisUrl === null ? createPostgresBus(databaseUrl) : createRedisBus(redisUrl);
  const store = createPrismaStore({ databaseUrl, bus, clock });
  const backend = redisUrl === null ? { databaseUrl } : { redisUrl };
  const queue = createQueue(backend);
  const shared = {
    store,
    clock,
    git: createGitHost({
      folder,
      mirrorBytes: config.mirrorBytes,
      reach: config.gitAddresses,
    }),
    committer: config.committer,
    registry: (accesses) => new OciImageRegistry({ accesses }),
    secrets: createSecrets(config.secretsKey),
    manifests: new ManifestCache(),
    ids: { uuid: () => randomUUID(), secret: () => randomBytes(32).toString("base64url") },
    owner: `${hostname()}/${process.pid}`,
  } satisfies Omit<WorkerContext, "organizationId" | "signal">;
  const handlers = jobHandlers((organizationId, signal) => ({ ...shared, organizationId, signal }));
  const worker = startQueueWorker({ ...backend, handlers, concurrency, log });

  const reconciling = {
    store,
    queue,
    clock,
    scanMs: config.imageScanMs,
    branchMs: config.branchPollMs,
  };
  const failed = (what: string) => (error: unknown) =>
    log("error", `${what} failed`, { error: String(error) });
  const relay = repeat({
    pauseMs: relayPauseMs,
    work: () => relayOutbox(store, queue),
    failed: failed("the relay"),
  });
  const rounds = [
    relay,
    repeat({
      pauseMs: reconcilePauseMs,
      work: () => ringDueWork(reconciling),
      failed: failed("the reconciler"),
    }),
    repeat({
      pauseMs: housekeepingPauseMs,
      work: () => keepHouse(reconciling),
      failed: failed("housekeeping"),
    }),
  ];
  const stopListening = await bus.listen("outbox", () => relay.wake());

  return {
    async close() {
      await stopListening();
      await Promise.all(rounds.map((round) => round.close()));
      await worker.close();
      await queue.close();
      await store.close();
      await bus.close();
    },
  };
}
