import { expect, it } from "vitest";

import { untilShutdown } from "./shutdown.ts";

it("ends with the request", () => {
  const request = new AbortController();
  const { signal, release } = untilShutdown(request.signal);
  request.abort();
  expect(signal.aborted).toBe(true);
  release();
});

it("ends with the process, unless it was released before", () => {
  const request = new AbortController();
  const open = untilShutdown(request.signal);
  const done = untilShutdown(request.signal);
  done.release();
  process.emit("SIGTERM");
  expect(open.signal.aborted).toBe(true);
  expect(done.signal.aborted).toBe(false);
  expect(untilShutdown(request.signal).signal.aborted).toBe(true);
});
