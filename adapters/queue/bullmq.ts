import { setTimeout as wait } from "node:timers/promises";

import { jobKey } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import type { JobHandlers, Queue, QueueWorker } from "#ports/queue.ts";

import { answerMs } from "./backend.ts";
import type { QueueBackend } from "./backend.ts";
import { openBell } from "./bell.ts";
import type { Bell } from "./bell.ts";
import { handleJob } from "./handle-job.ts";
import type { QueueLog } from "./handle-job.ts";
import { openWorker } from "./open-worker.ts";
import { within } from "./within.ts";

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/**
 * The ringing end of the queue. Connects at the first ring; a ring that is not taken within two seconds
 * throws DomainError "unavailable", and the next one connects anew.
 */
export function createQueue(backend: QueueBackend): Queue {
  let opening: Promise<Bell> | undefined;

  async function forget(): Promise<void> {
    const bell = await opening?.catch(() => undefined);
    opening = undefined;
    await bell?.close().catch(() => {});
  }

  return {
    async ring(name, payload) {
      try {
        opening ??= openBell(backend);
        const ringing = opening.then((bell) => bell.add(name, payload, jobKey(name, payload)));
        await within(answerMs, ringing);
      } catch {
        void forget();
        throw new DomainError("unavailable", "The queue does not answer. Nobody was called.");
      }
    },
    close: forget,
  };
}

type WorkerSettings = QueueBackend & {
  readonly handlers: JobHandlers;
  /** How many jobs run at once. */
  readonly concurrency: number;
  readonly log: QueueLog;
};

/**
 * The working end of the queue: runs handlers until it is closed. It waits for its backend for ever, at the
 * start and whenever that goes away. A handler's DomainError that is worth another try is tried up to five
 * times with growing pauses; every other error ends the job.
 */
export function startQueueWorker(settings: WorkerSettings): QueueWorker {
  const closing = new AbortController();
  const starting = startWhenReady(settings, closing.signal);
  return {
    async close() {
      closing.abort();
      const worker = await starting;
      await worker?.close();
    },
  };
}

async function startWhenReady(
  settings: WorkerSettings,
  closing: AbortSignal,
): Promise<QueueWorker | undefined> {
  const { handlers, concurrency, log } = settings;
  const running = {
    concurrency,
    run: handleJob({ handlers, log, closing }),
    failed: (error: Error) => log("error", "the queue failed", { error: error.message }),
  };
  for (let pauseMs = firstPauseMs; !closing.aborted;) {
    try {
      return await openWorker(settings, running);
    } catch (error) {
      log("error", "the queue does not answer yet", { error: String(error) });
    }
    await wait(pauseMs, undefined, { signal: closing }).catch(() => {});
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
  return undefined;
}
