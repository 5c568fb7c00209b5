import { describe, expect, it } from "vitest";

import { type EventSourceOptions, eventFrames, eventResponse } from "./event-stream.ts";

/** An organization's events and its bell, both in memory. */
class Organization {
  #numbers: number[];
  #oldest = 0;
  #heard: (() => void) | null = null;
  stopped = false;

  constructor(...numbers: readonly number[]) {
    this.#numbers = [...numbers];
  }

  forget(oldest: number): void {
    this.#oldest = oldest;
  }

  add(seq: number, { ring = true } = {}): void {
    this.#numbers.push(seq);
    if (ring) this.#heard?.();
  }

  frames(after: number | null, options: Partial<EventSourceOptions> = {}) {
    return eventFrames({
      after,
      read: async (from) => {
        const last = this.#numbers.at(-1) ?? 0;
        const reset = from > last || from < this.#oldest;
        const found = reset ? [] : this.#numbers.filter((seq) => seq > from);
        return { events: found.map((seq) => ({ seq, event: { n: seq } })), reset, last };
      },
      listen: async (heard) => {
        this.#heard = heard;
        return async () => {
          this.stopped = true;
        };
      },
      signal: new AbortController().signal,
      heartbeatMs: 60_000,
      ...options,
    });
  }
}

async function take(frames: AsyncGenerator<string>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const { value, done } = await frames.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function message(seq: number): string {
  return `id: ${seq}\ndata: {"n":${seq}}\n\n`;
}

describe("eventFrames", () => {
  it("starts with where it begins, then replays", async () => {
    const frames = new Organization(1, 2, 3).frames(1);
    const [ready, ...rest] = await take(frames, 3);
    expect(ready).toBe("retry: 2000\n\nevent: ready\nid: 1\ndata: {}\n\n");
    expect(rest).toEqual([message(2), message(3)]);
  });

  it("begins now where nothing is asked for", async () => {
    const organization = new Organization(1, 2);
    const frames = organization.frames(null);
    expect((await take(frames, 1))[0]).toContain("id: 2");
    const next = take(frames, 1);
    organization.add(3);
    expect(await next).toEqual([message(3)]);
  });

  it("loses no ring between reading and waiting", async () => {
    const organization = new Organization(1);
    const frames = organization.frames(1);
    await take(frames, 1);
    organization.add(2);
    organization.add(3);
    expect(await take(frames, 2)).toEqual([message(2), message(3)]);
  });

  it("looks at each heartbeat, because rings may be lost", async () => {
    const organization = new Organization(1);
    const frames = organization.frames(1, { heartbeatMs: 1 });
    await take(frames, 1);
    organization.add(2, { ring: false });
    const seen = await take(frames, 1);
    expect([...seen, ...(await take(frames, 1))]).toContain(message(2));
  });

  it("says so when what was asked for is no longer kept", async () => {
    const organization = new Organization(8, 9);
    organization.forget(7);
    const [, reset] = await take(organization.frames(3), 2);
    expect(reset).toBe("event: reset\nid: 9\ndata: {}\n\n");
  });

  it("ends with its life, with its reader and stops listening", async () => {
    const old = new Organization(1);
    expect(await take(old.frames(1, { lifetimeMs: 0 }), 5)).toHaveLength(1);
    expect(old.stopped).toBe(true);

    const left = new Organization(1);
    const reader = new AbortController();
    const frames = left.frames(1, { signal: reader.signal });
    await take(frames, 1);
    const rest = take(frames, 5);
    reader.abort();
    await rest;
    expect(left.stopped).toBe(true);
  });
});

it("answers so that no proxy keeps or changes it", async () => {
  const organization = new Organization(1);
  const response = eventResponse(organization.frames(0, { lifetimeMs: 0 }));
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  expect(await response.text()).toContain("event: ready");
});
