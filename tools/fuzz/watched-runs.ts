import { Worker } from "node:worker_threads";

import { verdictSchema } from "./serve-runs.ts";
import type { FuzzWork } from "./serve-runs.ts";

const longestRunMs = 2000;
const watchMs = 250;
const mostMemoryMb = 1024;

export type FuzzOutcome =
  | { readonly kind: "held" }
  | { readonly kind: "failed"; readonly run: number; readonly reason: string }
  | { readonly kind: "stopped"; readonly run: number };

export interface WatchedRuns extends Omit<FuzzWork, "current"> {
  /** The worker's script, which calls `serveRuns`. */
  readonly script: URL;
  readonly signal: AbortSignal;
  /** Told several times a second which run it is at. */
  readonly onProgress: (run: number) => void;
}

/**
 * Runs a target in a thread of its own and watches it. A run that takes more than two seconds of processor time, or a
 * gigabyte of memory, has failed like one that throws.
 */
export async function watchedRuns(work: WatchedRuns): Promise<FuzzOutcome> {
  const { script, signal, onProgress, ...data } = work;
  const current = new SharedArrayBuffer(4);
  const at = new Uint32Array(current);
  Atomics.store(at, 0, data.from);
  const worker = new Worker(script, {
    workerData: { ...data, current },
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
  });
  const { promise, resolve } = Promise.withResolvers<FuzzOutcome>();
  const watch = watchProgress(at, { onProgress, onHang: fail });
  function fail(reason: string): void {
    resolve({ kind: "failed", run: Atomics.load(at, 0), reason });
  }
  function stop(): void {
    resolve({ kind: "stopped", run: Atomics.load(at, 0) });
  }
  worker.on("message", (message) => {
    const { failed } = verdictSchema.parse(message);
    resolve(failed === null ? { kind: "held" } : { kind: "failed", ...failed });
  });
  worker.on("error", (error) => fail(String(error)));
  signal.addEventListener("abort", stop);
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

/** Processor time, not the clock: on a busy machine a run may wait for long without doing anything wrong. */
function watchProgress(
  at: Uint32Array,
  on: { readonly onProgress: (run: number) => void; readonly onHang: (reason: string) => void },
): NodeJS.Timeout {
  let last = { run: -1, usedMs: 0 };
  return setInterval(() => {
    const run = Atomics.load(at, 0);
    const { user, system } = process.cpuUsage();
    const usedMs = (user + system) / 1000;
    on.onProgress(run);
    if (run !== last.run) last = { run, usedMs };
    else if (usedMs - last.usedMs > longestRunMs) {
      on.onHang(`the run takes more than ${longestRunMs / 1000} s`);
    }
  }, watchMs);
}
