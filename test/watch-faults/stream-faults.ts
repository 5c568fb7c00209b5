import { expect } from "vitest";

import type { FaultWorld } from "./fault-world.ts";
import { body, hangUp, status } from "./load-faults.ts";
import type { Scenario } from "./load-faults.ts";
import { bookmark, line } from "./scripted-api.ts";
import type { Fault, Thing } from "./scripted-api.ts";

/** Synced first; then the watch is ended and finds the faults when it is opened again. */
function failingWatch(name: string, ...faults: readonly Fault[]): Scenario {
  return [
    name,
    async (world) => {
      await begin(world);
      world.api.next("watch", ...faults);
      world.api.end();
      world.api.update("a");
      world.api.remove("b");
    },
  ];
}

/** Synced first; then this happens within the open watch, and changes follow. */
function within(name: string, act: (world: FaultWorld) => void): Scenario {
  return [
    name,
    async (world) => {
      await begin(world);
      act(world);
      world.api.update("c");
      world.api.remove("d");
    },
  ];
}

async function begin(world: FaultWorld): Promise<void> {
  world.start();
  await world.synced();
}

function error(code: number, details: object = {}): string {
  return line("ERROR", { kind: "Status", code, message: `scripted ${code}`, details });
}

function first(world: FaultWorld): Thing {
  const [thing] = world.api.objects.values();
  if (thing === undefined) throw new Error("The server has no object.");
  return thing;
}

/** Faults of a watch that had begun well. */
export const streamFaults: readonly Scenario[] = [
  failingWatch("410 on the watch", status(410)),
  failingWatch("410 within the stream", body(error(410))),
  failingWatch("500 within the stream, twice", body(error(500)), body(error(500))),
  failingWatch("429 within the stream", body(error(429, { retryAfterSeconds: 3 }))),
  failingWatch("an error of no known code", body(line("ERROR", {}))),
  failingWatch("500 on the watch", status(500)),
  failingWatch("a hang-up on the watch", hangUp, hangUp),
  failingWatch("403 on the watch, then the right is back", status(403)),
  failingWatch("401 on the watch, then the token is good", status(401), status(401)),
  failingWatch("a proxy's page in place of the watch", body("<html></html>\n")),
  failingWatch("an unknown type of event", body(line("SURPRISE", {}))),
  failingWatch("an object without a version", body(line("MODIFIED", { metadata: {} }))),
  within("a line that is cut short", (world) => world.api.say('{"type":"ADDED","obj\n')),
  within("lines without content", (world) => world.api.say("\n\n\n")),
  within("bookmarks without annotations", (world) => world.api.say(bookmark(world.api.version))),
  within("the end of the initial state, told twice", (world) =>
    world.api.say(bookmark(world.api.version, true)),
  ),
  within("an event told twice", (world) => {
    world.api.update("a");
    world.api.say(line("MODIFIED", [...world.api.objects.values()].at(-1)));
  }),
  within("an old event told again", (world) => world.api.say(line("ADDED", first(world)))),
  within("an old state told again after a newer one", (world) => {
    const old = first(world);
    world.api.update("a");
    world.api.update("b");
    world.api.say(line("MODIFIED", old));
  }),
  within("a deletion told twice", (world) => {
    const gone = first(world);
    world.api.remove("a");
    world.api.say(line("DELETED", gone));
  }),
  within("the same name with a new uid", (world) => {
    world.api.remove("a");
    world.api.create("a");
  }),
  within("a cut in the middle of an object", (world) => {
    world.api.say(line("MODIFIED", { ...first(world), text: "never" }).slice(0, 60));
    world.api.cut();
  }),
  within("an end in the middle of an object", (world) => {
    world.api.say(line("MODIFIED", { ...first(world), text: "never" }).slice(0, 60));
    world.api.end();
  }),
  within("an object of 1 MB", (world) => world.api.update("a", "x".repeat(1024 * 1024))),
  within("2,000 changes at once", (world) => {
    for (let round = 0; round < 2_000; round += 1) world.api.update("a");
  }),
  [
    "chunks that end within characters",
    async (world) => {
      await begin(world);
      const { streams } = world.api;
      const [stream] = streams;
      streams.clear();
      world.api.update("a", "Zürich 🚂 東京");
      const bytes = Buffer.from(line("MODIFIED", [...world.api.objects.values()].at(0)));
      for (const byte of bytes) stream?.write(Buffer.from([byte]));
      if (stream) streams.add(stream);
    },
  ],
  [
    "a half-open connection",
    async (world) => {
      await begin(world);
      world.api.streams.clear();
      world.api.remove("a");
      world.clock.ring();
    },
  ],
  [
    "a watch from a version that is not there yet, and silent",
    async (world) => {
      await begin(world);
      const silent: Fault = ({ response }) => response.writeHead(200).flushHeaders();
      world.api.streams.clear();
      world.api.update("a");
      world.api.next("watch", silent);
      world.clock.ring();
      await world.eventually(() => expect(world.api.pendingFaults).toBe(0));
      world.clock.ring();
    },
  ],
  [
    "watches that are closed at once, without 410",
    async (world) => {
      world.start({ shortWatchMs: 1_000 });
      await world.synced();
      world.api.next("watch", body(""), body(""));
      world.api.end();
      world.api.compact();
      await world.synced();
      expect(world.clock.pauses.filter((ms) => ms > 0).length).toBeGreaterThanOrEqual(2);
    },
  ],
  [
    "watches that are closed at once after a bookmark, for long",
    async (world) => {
      world.start({ shortWatchMs: 1_000 });
      await world.synced();
      const short: Fault = ({ response }, { version }) =>
        response.writeHead(200).end(bookmark(version));
      world.api.next("watch", ...Array<Fault>(12).fill(short));
      world.api.end();
      await world.synced();
      expect(Math.max(...world.clock.pauses)).toBe(15_000);
    },
  ],
];
