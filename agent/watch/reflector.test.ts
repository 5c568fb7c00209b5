import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import { listen } from "#sandbox/http/listen.ts";

import { ObjectCache } from "./object-cache.ts";
import { Reflector } from "./reflector.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";
import type { WatchTuning } from "./watch-tuning.ts";

interface Thing {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
}

const RawThing = z.object({
  metadata: z.object({ uid: z.string(), name: z.string(), resourceVersion: z.string() }),
});

function project(object: unknown): Thing {
  const { uid, name, resourceVersion } = RawThing.parse(object).metadata;
  return { uid, namespace: "shop", name, version: resourceVersion };
}

type Answer = (response: ServerResponse, query: URLSearchParams) => void;

/** One answer per request, in order; requests beyond them stay open without a word. */
let script: Answer[];
let queries: URLSearchParams[];
let changes: string[];
let logged: string[];
let server: Server;
let stop: AbortController;
let running: Promise<void>;
let reflector: Reflector<Thing>;
let cache: ObjectCache<Thing>;
let failNextChange: boolean;
let isServed: boolean;

beforeEach(() => {
  script = [];
  queries = [];
  changes = [];
  logged = [];
  failNextChange = false;
  isServed = true;
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await running;
  server.closeAllConnections();
  server.close();
});

async function start(tuning: Partial<WatchTuning> = {}, ...answers: Answer[]): Promise<void> {
  script = answers;
  server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://api").searchParams;
    queries.push(query);
    const answer = script.shift();
    if (answer) answer(response, query);
    else response.writeHead(200).flushHeaders();
  });
  const url = new URL(`http://127.0.0.1:${await listen(server, 0)}/prefix`);
  const client = createKubeClient({ server: url, credentials: () => Promise.resolve({}) });
  cache = new ObjectCache<Thing>((before, after) => {
    if (failNextChange) {
      failNextChange = false;
      throw new Error("the handler failed");
    }
    changes.push(`${before?.uid ?? "-"}>${after?.uid ?? "-"}`);
  });
  reflector = new Reflector({
    resource: "things",
    namespace: null,
    locate: () => Promise.resolve(isServed ? "/apis/test/v1/things" : null),
    project,
    cache,
    client,
    tuning: { ...defaultWatchTuning, backoffMs: 1, refusedMs: 1, shortWatchMs: 0, ...tuning },
    log: (_level, message) => logged.push(message),
  });
  running = reflector.run(stop.signal);
}

function thing(uid: string, { name = uid, version = "1" } = {}) {
  return { metadata: { uid, name, resourceVersion: version } };
}

function event(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function bookmark(version: string, isEnd = false): string {
  const annotations = isEnd ? { "k8s.io/initial-events-end": "true" } : {};
  return event("BOOKMARK", { metadata: { resourceVersion: version, annotations } });
}

/** A watch that says these things and stays open. */
function watch(...lines: string[]): Answer {
  return (response) => {
    response.writeHead(200);
    for (const line of lines) response.write(line);
    if (lines.length === 0) response.flushHeaders();
  };
}

/** A watch that says these things and ends. */
function ended(...lines: string[]): Answer {
  return (response) => response.writeHead(200).end(lines.join(""));
}

function refuse(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => {
    const body = { kind: "Status", message: `refused with ${status}`, code: status };
    response.writeHead(status, headers).end(JSON.stringify(body));
  };
}

function list(version: string, items: readonly object[], token?: string): Answer {
  const metadata = { resourceVersion: version, ...(token && { continue: token }) };
  return (response) => response.writeHead(200).end(JSON.stringify({ metadata, items }));
}

function names(): readonly string[] {
  return [...cache.values()].map(({ name }) => name).sort();
}

function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 5_000, interval: 5 });
}

const noWatchList = refuse(422);

describe("a reflector", () => {
  it("takes the initial state from a watch list and goes on from its end", async () => {
    const initial = [event("ADDED", thing("a")), bookmark("7", true)];
    await start({}, ended(...initial, event("ADDED", thing("b", { version: "8" }))), watch());
    await eventually(() => expect(queries).toHaveLength(2));
    expect(names()).toEqual(["a", "b"]);
    expect(queries[0]?.get("sendInitialEvents")).toBe("true");
    expect(queries[0]?.get("resourceVersionMatch")).toBe("NotOlderThan");
    expect(queries[1]?.get("resourceVersion")).toBe("8");
    expect(reflector.health).toMatchObject({ synced: true, missing: null });
  });

  it("says nothing of an initial state that is cut off", async () => {
    const whole = watch(event("ADDED", thing("b")), bookmark("9", true));
    await start({}, ended(event("ADDED", thing("a"))), whole);
    await reflector.settled;
    expect(changes).toEqual(["->b"]);
  });

  it("lists in pages where watch lists are not offered", async () => {
    await start({}, noWatchList, list("5", [thing("a")], "next"), list("5", [thing("b")]), watch());
    await eventually(() => expect(queries).toHaveLength(4));
    expect(names()).toEqual(["a", "b"]);
    expect(queries[1]?.get("limit")).toBe("500");
    expect(queries[2]?.get("continue")).toBe("next");
    expect(queries[3]?.get("resourceVersion")).toBe("5");
  });

  it("lists in pages after watch lists broke twice", async () => {
    await start({}, ended(), ended(), list("5", [thing("a")]), watch());
    await reflector.settled;
    expect(names()).toEqual(["a"]);
  });

  it("begins a list again whose pages expired", async () => {
    const again = list("9", [thing("c")]);
    await start({}, noWatchList, list("5", [thing("a")], "next"), refuse(410), again, watch());
    await reflector.settled;
    expect(changes).toEqual(["->c"]);
  });

  it("lists at once after the first 410, however long it would pause after a failure", async () => {
    const tuning = { backoffMs: 60_000, longestBackoffMs: 60_000, shortWatchMs: 60_000 };
    await start(tuning, watch(bookmark("5", true), event("ERROR", { code: 410 })), watch());
    await eventually(() => expect(queries).toHaveLength(2));
    expect(queries[1]?.get("sendInitialEvents")).toBe("true");
  });

  it("tries again at once when another watch reaches the server", async () => {
    const tuning = { backoffMs: 60_000, longestBackoffMs: 60_000, shortWatchMs: 60_000 };
    const cut: Answer = (response) => response.destroy();
    await start(tuning, cut, watch(bookmark("5", true)));
    await eventually(() => expect(logged).toContain("watch failed"));
    await eventually(() => {
      reflector.serverAnswers();
      expect(queries).toHaveLength(2);
    });
    await reflector.settled;
  });

  it("does not mind other watches while the server refuses its own", async () => {
    const tuning = { backoffMs: 60_000, longestBackoffMs: 60_000, shortWatchMs: 60_000 };
    await start(tuning, refuse(500));
    await eventually(() => expect(logged).toContain("watch failed"));
    await new Promise((resolve) => setImmediate(resolve));
    reflector.serverAnswers();
    await new Promise((resolve) => setImmediate(resolve));
    expect(queries).toHaveLength(1);
  });

  it.each([
    ["as an answer", refuse(410)],
    ["as an event", ended(event("ERROR", { kind: "Status", code: 410, message: "expired" }))],
  ])("lists anew after a 410 %s, and drops what went meanwhile", async (_how, expired) => {
    const first = [thing("a"), thing("b")];
    await start({}, noWatchList, list("5", first), expired, list("9", [thing("b")]), watch());
    await eventually(() => expect(queries).toHaveLength(5));
    expect(names()).toEqual(["b"]);
    expect(queries[3]?.has("resourceVersion")).toBe(false);
    expect(queries[4]?.get("resourceVersion")).toBe("9");
  });

  it.each([
    ["500", refuse(500)],
    ["503", refuse(503)],
    ["429", refuse(429)],
    ["a reset", ((response) => response.destroy()) satisfies Answer],
    ["an error event", ended(event("ERROR", { kind: "Status", code: 500, message: "oops" }))],
    ["half a line", ended('{"type":"ADDED","obj')],
  ])("watches on from the same version after %s", async (_what, failure) => {
    await start(
      {},
      noWatchList,
      list("5", [thing("a")]),
      failure,
      watch(event("ADDED", thing("b", { version: "6" }))),
    );
    await eventually(() => expect(names()).toEqual(["a", "b"]));
    expect(queries[3]?.get("resourceVersion")).toBe("5");
  });

  it("waits as long as the server asks", async () => {
    const busy = refuse(429, { "retry-after": "0.2" });
    await start({}, noWatchList, busy, list("5", [thing("a")]), watch());
    const startedAt = performance.now();
    await reflector.settled;
    expect(performance.now() - startedAt).toBeGreaterThan(150);
  });

  it("gives a silent connection up and watches on", async () => {
    await start({ silenceMs: 40 }, noWatchList, list("5", []), watch(), watch(bookmark("6")));
    await eventually(() => expect(queries.length).toBeGreaterThanOrEqual(4));
    expect(queries[3]?.get("resourceVersion")).toBe("5");
  });

  it("moves on by bookmarks", async () => {
    await start({}, noWatchList, list("5", []), ended(bookmark("42")), watch());
    await eventually(() => expect(queries).toHaveLength(4));
    expect(queries[3]?.get("resourceVersion")).toBe("42");
  });

  it("lists anew when watches keep ending at once without a word", async () => {
    const silent = [ended(), ended()];
    const again = list("9", [thing("b")]);
    await start({ shortWatchMs: 1_000 }, noWatchList, list("5", [thing("a")]), ...silent, again);
    await eventually(() => expect(names()).toEqual(["b"]));
  });

  it("takes the same name under a new uid for another object", async () => {
    const reborn = event("ADDED", thing("a2", { name: "a", version: "6" }));
    await start({}, noWatchList, list("5", [thing("a1", { name: "a" })]), watch(reborn));
    await eventually(() => expect(changes).toEqual(["->a1", "a1>-", "->a2"]));
    expect(cache.has("shop", "a")).toBe(true);
  });

  it("takes deletions", async () => {
    const gone = event("DELETED", thing("a", { version: "6" }));
    await start({}, noWatchList, list("5", [thing("a")]), watch(gone));
    await eventually(() => expect(changes).toEqual(["->a", "a>-"]));
  });

  it("reports a right that it lacks and goes on when it is granted", async () => {
    await start({ refusedMs: 60 }, refuse(403), watch(bookmark("5", true)));
    await reflector.settled;
    expect(reflector.health).toMatchObject({ synced: false, missing: "right" });
    await eventually(() => expect(reflector.health).toMatchObject({ synced: true, missing: null }));
  });

  it("reports a kind that the cluster does not have", async () => {
    isServed = false;
    await start();
    await reflector.settled;
    expect(reflector.health).toMatchObject({ synced: false, missing: "kind" });
  });

  it("leaves out an object that is not of the kind, and says so", async () => {
    await start({}, noWatchList, list("5", [{ metadata: {} }, thing("a")]), watch());
    await reflector.settled;
    expect(names()).toEqual(["a"]);
    expect(logged).toEqual(["an object is not as its kind should be"]);
  });

  it("lists anew when whoever listens failed, and says so", async () => {
    const changed = event("MODIFIED", thing("a", { version: "6" }));
    await start(
      {},
      noWatchList,
      list("5", [thing("a")]),
      (response) => {
        failNextChange = true;
        watch(changed)(response, new URLSearchParams());
      },
      list("9", [thing("b")]),
    );
    await eventually(() => expect(names()).toEqual(["b"]));
    expect(logged).toEqual(["watch failed", "watch pauses"]);
  });

  it("lists anew when told to", async () => {
    await start(
      {},
      noWatchList,
      list("5", [thing("a")]),
      watch(),
      list("9", [thing("b")]),
      watch(),
    );
    await eventually(() => expect(queries).toHaveLength(3));
    reflector.relist();
    await eventually(() => expect(names()).toEqual(["b"]));
  });

  it("stops within an open watch", async () => {
    await start({}, noWatchList, list("5", []), watch());
    await eventually(() => expect(queries).toHaveLength(3));
    stop.abort();
    await running;
    expect(logged).toEqual([]);
  });
});
