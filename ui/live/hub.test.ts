import { describe, expect, it } from "vitest";

import { LiveHub, type LiveWorld, type StreamHandlers } from "./hub.ts";
import type { LiveEvent, TabMessage } from "./live-event.ts";

function event(seq: number): LiveEvent {
  return { seq, event: { kind: "plan", id: `p${seq}`, status: "ready" } };
}

/** A browser whose tabs take turns at leading, with a server that the test speaks for. */
class Browser {
  readonly #queue: (() => void)[] = [];
  readonly #ears = new Map<string, (message: TabMessage) => void>();
  #leading = false;
  server: StreamHandlers | null = null;
  askedAfter: number | null | undefined;

  tab(name: string): LiveWorld {
    return {
      tab: name,
      connect: (after, handlers) => {
        this.server = handlers;
        this.askedAfter = after();
        return () => {
          this.server = null;
        };
      },
      elect: (lead) => {
        this.#queue.push(lead);
        this.#next();
        return () => this.#resign(lead);
      },
      post: (message) => {
        for (const [other, hear] of this.#ears) if (other !== name) hear(message);
      },
      listen: (heard) => {
        this.#ears.set(name, heard);
        return () => this.#ears.delete(name);
      },
      now: () => 1000,
    };
  }

  #next(): void {
    if (this.#leading || this.#queue.length === 0) return;
    this.#leading = true;
    this.#queue[0]?.();
  }

  #resign(lead: () => void): void {
    const place = this.#queue.indexOf(lead);
    this.#queue.splice(place, 1);
    if (place !== 0) return;
    this.#leading = false;
    this.#next();
  }
}

function record(hub: LiveHub, after: number | null) {
  const log: (number | "reset")[] = [];
  hub.subscribe({
    after,
    onEvent: ({ seq }) => log.push(seq),
    onReset: () => log.push("reset"),
  });
  return log;
}

describe("one tab", () => {
  it("asks from the oldest snapshot and gives each listener what it lacks", () => {
    const browser = new Browser();
    const hub = new LiveHub(browser.tab("a"));
    const older = record(hub, 10);
    const newer = record(hub, 12);
    hub.start();
    expect(browser.askedAfter).toBe(10);
    browser.server?.onReady(10);
    for (const seq of [11, 12, 13]) browser.server?.onEvent(event(seq));
    expect([older, newer]).toEqual([[11, 12, 13], [13]]);
    expect(hub.state()).toEqual({ status: "live", since: null });
  });

  it("catches a late listener up from what it kept", () => {
    const browser = new Browser();
    const hub = new LiveHub(browser.tab("a"));
    record(hub, 10);
    hub.start();
    browser.server?.onReady(10);
    for (const seq of [11, 12]) browser.server?.onEvent(event(seq));
    expect(record(hub, 11)).toEqual([12]);
    expect(record(hub, 3)).toEqual(["reset"]);
    expect(record(hub, null)).toEqual([]);
  });

  it("resets a listener that is older than where the stream began", () => {
    const browser = new Browser();
    const hub = new LiveHub(browser.tab("a"));
    hub.start();
    const log = record(hub, 5);
    browser.server?.onReady(20);
    browser.server?.onEvent(event(21));
    expect(log).toEqual(["reset", 21]);
  });

  it("drops what the server repeats after a reconnect, and says since when it was away", () => {
    const browser = new Browser();
    const hub = new LiveHub(browser.tab("a"));
    const log = record(hub, 10);
    hub.start();
    browser.server?.onReady(10);
    browser.server?.onEvent(event(11));
    browser.server?.onLost();
    expect(hub.state()).toEqual({ status: "reconnecting", since: 1000 });
    browser.server?.onReady(10);
    browser.server?.onEvent(event(11));
    browser.server?.onEvent(event(12));
    expect(log).toEqual([11, 12]);
    expect(hub.state().status).toBe("live");
  });

  it("passes the server's reset on", () => {
    const browser = new Browser();
    const hub = new LiveHub(browser.tab("a"));
    const log = record(hub, 10);
    hub.start();
    browser.server?.onReady(10);
    browser.server?.onReset(90);
    browser.server?.onEvent(event(91));
    expect(log).toEqual(["reset", 91]);
  });
});

describe("two tabs", () => {
  function pair() {
    const browser = new Browser();
    const first = new LiveHub(browser.tab("a"));
    const second = new LiveHub(browser.tab("b"));
    record(first, 10);
    first.start();
    browser.server?.onReady(10);
    browser.server?.onEvent(event(11));
    return { browser, first, second };
  }

  it("share one stream; the second gets what happened since its snapshot", () => {
    const { browser, second } = pair();
    const log = record(second, 10);
    second.start();
    browser.server?.onEvent(event(12));
    expect(log).toEqual([11, 12]);
    expect(second.state().status).toBe("live");
  });

  it("the second is told when its snapshot is too old", () => {
    const { second } = pair();
    const log = record(second, 2);
    second.start();
    expect(log).toEqual(["reset"]);
  });

  it("a tab that joins before the leader is ready asks again", () => {
    const browser = new Browser();
    const first = new LiveHub(browser.tab("a"));
    const second = new LiveHub(browser.tab("b"));
    record(first, 10);
    const log = record(second, 8);
    first.start();
    second.start();
    browser.server?.onReady(10);
    browser.server?.onEvent(event(11));
    expect(log).toEqual(["reset", 11]);
  });

  it("the second takes over where the first was", () => {
    const { browser, first, second } = pair();
    const log = record(second, 11);
    second.start();
    browser.server?.onEvent(event(12));
    first.stop();
    expect(browser.askedAfter).toBe(12);
    browser.server?.onReady(12);
    browser.server?.onEvent(event(13));
    expect(log).toEqual([12, 13]);
  });

  it("the first resumes without a gap after it was paused", () => {
    const { browser, first, second } = pair();
    const log = record(first, 11);
    second.start();
    first.stop("paused");
    browser.server?.onReady(11);
    browser.server?.onEvent(event(12));
    expect(first.state().status).toBe("paused");
    first.start();
    browser.server?.onEvent(event(13));
    expect(log).toEqual([12, 13]);
  });
});
