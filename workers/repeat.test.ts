import { describe, expect, it, vi } from "vitest";

import { repeat } from "./repeat.ts";

const never = 3_600_000;

function failed(error: unknown): void {
  throw error;
}

describe("repeat", () => {
  it("starts at once and again when woken, without waiting for the pause", async () => {
    const work = vi.fn(async () => {});
    const repeated = repeat({ pauseMs: never, work, failed });
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(1));
    repeated.wake();
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2));
    await repeated.close();
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("goes round by itself after the pause", async () => {
    const work = vi.fn(async () => {});
    const repeated = repeat({ pauseMs: 1, work, failed });
    await vi.waitFor(() => expect(work.mock.calls.length).toBeGreaterThan(2));
    await repeated.close();
  });

  it("does not lose a call that comes while it works", async () => {
    const first = Promise.withResolvers<void>();
    const work = vi.fn(() => (work.mock.calls.length === 1 ? first.promise : Promise.resolve()));
    const repeated = repeat({ pauseMs: never, work, failed });
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(1));
    repeated.wake();
    repeated.wake();
    first.resolve();
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2));
    await repeated.close();
  });

  it("reports a failure and goes on", async () => {
    const errors: unknown[] = [];
    const trouble = new Error("down");
    const work = vi.fn(async () => {
      if (work.mock.calls.length === 1) throw trouble;
    });
    const repeated = repeat({ pauseMs: never, work, failed: (error) => errors.push(error) });
    await vi.waitFor(() => expect(errors).toEqual([trouble]));
    repeated.wake();
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2));
    await repeated.close();
  });

  it("is closed only once the work under way is done, and works no more", async () => {
    const first = Promise.withResolvers<void>();
    const work = vi.fn(() => first.promise);
    const repeated = repeat({ pauseMs: 1, work, failed });
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(1));
    let closed = false;
    const closing = repeated.close().then(() => {
      closed = true;
    });
    expect(closed).toBe(false);
    first.resolve();
    await closing;
    repeated.wake();
    expect(work).toHaveBeenCalledTimes(1);
  });
});
