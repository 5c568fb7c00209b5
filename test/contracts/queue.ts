import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";

import { afterEach, describe, expect, it, vi } from "vitest";

import type { QueueBackend } from "#adapters/queue/backend.ts";
import { createQueue, startQueueWorker } from "#adapters/queue/bullmq.ts";
import type { JobPayload } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import type { JobHandlers, Queue, QueueWorker } from "#ports/queue.ts";

const patience = { timeout: 10_000, interval: 5 } as const;

/** What the queue promises on every backend. */
export function describeQueue(name: string, backendOf: () => QueueBackend): void {
  describe(`the queue on ${name}`, () => {
    const ends = openEnds(backendOf);
    describeDelivery(ends);
    describeErrors(ends);
    describeEndings(ends, backendOf);
  });
}

interface Ends {
  open(): Queue;
  work(runLane: JobHandlers["run-lane"]): QueueWorker;
}

/** Both ends of the queue, as often as a test wants them; all are closed after it. */
function openEnds(backendOf: () => QueueBackend): Ends {
  const opened: (Queue | QueueWorker)[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });
  return {
    open() {
      const queue = createQueue(backendOf());
      opened.push(queue);
      return queue;
    },
    work(runLane) {
      const handlers = { ...idle, "run-lane": runLane };
      const settings = { ...backendOf(), handlers, concurrency: 4, log: () => {} };
      const worker = startQueueWorker(settings);
      opened.push(worker);
      return worker;
    },
  };
}

function describeDelivery({ open, work }: Ends): void {
  it("calls the job's handler with its payload", async () => {
    const handler = vi.fn(async () => {});
    work(handler);
    const payload = laneOf();
    await open().ring("run-lane", payload);
    await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce(), patience);
    expect(handler).toHaveBeenCalledWith(payload, expect.any(AbortSignal));
  });

  it("keeps rings for a worker that comes later, merging those that wait", async () => {
    const queue = open();
    const [first, second] = [laneOf(), laneOf()];
    for (const payload of [first, first, second, first]) await queue.ring("run-lane", payload);
    const seen: string[] = [];
    work(async ({ laneId }) => void seen.push(laneId));
    await vi.waitFor(() => expect(seen).toHaveLength(2), patience);
    expect(seen.toSorted()).toEqual([first.laneId, second.laneId].toSorted());
  });

  it("runs once more for all rings that came while it ran, never twice at a time", async () => {
    const [queue, payload, gate] = [open(), laneOf(), Promise.withResolvers<void>()];
    const runs = { started: 0, active: 0, most: 0 };
    work(async () => {
      runs.started += 1;
      runs.active += 1;
      runs.most = Math.max(runs.most, runs.active);
      if (runs.started === 1) await gate.promise;
      runs.active -= 1;
    });
    await queue.ring("run-lane", payload);
    await vi.waitFor(() => expect(runs.started).toBe(1), patience);
    for (let ring = 0; ring < 5; ring += 1) await queue.ring("run-lane", payload);
    gate.resolve();
    await vi.waitFor(() => expect(runs).toEqual({ started: 2, active: 0, most: 1 }), patience);
    await queue.ring("run-lane", payload);
    await vi.waitFor(() => expect(runs.started).toBe(3), patience);
  });
}

function describeErrors({ open, work }: Ends): void {
  it("tries again after an error that may pass", async () => {
    const handler = vi
      .fn<JobHandlers["run-lane"]>()
      .mockRejectedValueOnce(new DomainError("unavailable", "Git does not answer."))
      .mockResolvedValue();
    work(handler);
    await open().ring("run-lane", laneOf());
    await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(2), patience);
  });

  it("ends a job at any other error, and takes the next ring for it", async () => {
    const handler = vi
      .fn<JobHandlers["run-lane"]>()
      .mockRejectedValueOnce(new DomainError("invalid", "Never."))
      .mockRejectedValueOnce(new Error("A bug."))
      .mockResolvedValue();
    const [queue, payload] = [open(), laneOf()];
    work(handler);
    for (let calls = 1; calls <= 3; calls += 1) {
      await vi.waitFor(async () => {
        await queue.ring("run-lane", payload);
        expect(handler.mock.calls.length).toBeGreaterThanOrEqual(calls);
      }, patience);
    }
  });
}

function describeEndings({ open, work }: Ends, backendOf: () => QueueBackend): void {
  it("aborts running handlers when it closes, and waits for them", async () => {
    const ended = vi.fn();
    const started = Promise.withResolvers<void>();
    const worker = work(async (_payload, signal) => {
      started.resolve();
      await once(signal, "abort");
      ended();
    });
    await open().ring("run-lane", laneOf());
    await started.promise;
    await worker.close();
    expect(ended).toHaveBeenCalledOnce();
  });

  it("runs a job again whose worker was killed", { timeout: 30_000 }, async () => {
    const [queue, payload] = [open(), laneOf()];
    const victim = spawn(process.execPath, ["test/contracts/queue-victim.ts"], {
      env: { ...process.env, QUEUE_BACKEND: JSON.stringify(backendOf()) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(victim, "exit");
    await queue.ring("run-lane", payload);
    await once(victim.stdout, "data");
    victim.kill("SIGKILL");
    await exited;
    const seen: string[] = [];
    work(async ({ laneId }) => void seen.push(laneId));
    await vi.waitFor(() => expect(seen).toContain(payload.laneId), {
      timeout: 20_000,
      interval: 50,
    });
  });
}

function laneOf(): JobPayload<"run-lane"> {
  return { organizationId: randomUUID(), laneId: randomUUID() };
}

const idle: JobHandlers = {
  "calculate-plan": async () => {},
  "run-lane": async () => {},
  "observe-rollouts": async () => {},
  "scan-images": async () => {},
  "read-branch": async () => {},
  "check-repository": async () => {},
};
