import { z } from "zod";

import { startQueueWorker } from "#adapters/queue/bullmq.ts";

/** A worker that takes a job, says so and never finishes it: to be killed by a test. */
const backend = z
  .union([z.object({ databaseUrl: z.string() }), z.object({ redisUrl: z.string() })])
  .parse(JSON.parse(process.env["QUEUE_BACKEND"] ?? "null"));

async function hang(): Promise<void> {
  process.stdout.write("taken\n");
  await new Promise(() => {});
}

startQueueWorker({
  ...backend,
  concurrency: 1,
  log: (_level, message, details) => console.error(message, details),
  handlers: {
    "calculate-plan": hang,
    "run-lane": hang,
    "observe-rollouts": hang,
    "scan-images": hang,
    "read-branch": hang,
    "check-repository": hang,
  },
});
