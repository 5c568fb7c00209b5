import { gzipSync } from "node:zlib";

import { expect } from "vitest";

import type { FaultWorld } from "./fault-world.ts";
import { bookmark, line, refuse } from "./scripted-api.ts";
import type { Fault } from "./scripted-api.ts";

/** What goes wrong, and how the world gets there. */
export type Scenario = readonly [string, (world: FaultWorld) => void | Promise<void>];

/** Refuses the request with this status. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return ({ response }) => refuse(response, code, headers);
}

/** Answers 200 with this body, which need not be what was asked for. */
export function body(text: string | Buffer, headers: Readonly<Record<string, string>> = {}): Fault {
  return ({ response }) => response.writeHead(200, headers).end(text);
}

/** Closes the connection without an answer. */
export const hangUp: Fault = ({ response }) => response.destroy();

function failingLoad(name: string, ...faults: readonly Fault[]): Scenario {
  return [
    name,
    (world) => {
      world.api.next("load", ...faults);
      world.start();
    },
  ];
}

const half = JSON.stringify({ metadata: { resourceVersion: "1" }, items: [] }).slice(0, 20);
const stranger = { metadata: { uid: "x", name: "x", namespace: "shop", resourceVersion: "1" } };

/** Faults while the initial state is read. */
export const loadFaults: readonly Scenario[] = [
  ["nothing at all", (world) => world.start()],
  failingLoad("410 on the first load", status(410)),
  failingLoad("410 on load, three times", status(410), status(410), status(410)),
  failingLoad("500 on load", status(500)),
  failingLoad("503, then 500, then a hang-up", status(503), status(500), hangUp),
  failingLoad("a hang-up on load", hangUp),
  failingLoad("401, then the token is good", status(401)),
  failingLoad("403, then the right is granted", status(403), status(403)),
  failingLoad("a proxy's page in place of the API", body("<html>Sign in</html>")),
  failingLoad("a proxy's 404 page", ({ response }) =>
    response.writeHead(404).end("<html>no such host</html>"),
  ),
  failingLoad("an empty answer", body("")),
  failingLoad("half an answer", body(half)),
  failingLoad("an answer that is cut off", ({ response }) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write(half, () => response.destroy());
  }),
  failingLoad(
    "an answer compressed beyond recognition",
    body("no", { "content-encoding": "gzip" }),
  ),
  failingLoad("a null in place of a list", body("null\n")),
  [
    "an initial state that is cut off after an object",
    (world) => {
      world.api.next("load", ({ response }) => {
        response.writeHead(200);
        response.write(line("ADDED", { ...stranger, text: "" }), () => response.destroy());
      });
      world.start();
    },
  ],
  [
    "429 with Retry-After on load",
    async (world) => {
      world.api.next("load", status(429, { "retry-after": "7" }));
      world.start();
      await world.synced();
      expect(Math.max(...world.clock.pauses)).toBe(7_000);
    },
  ],
  [
    "429 that asks for a day of rest",
    async (world) => {
      world.api.next("load", status(429, { "retry-after": "86400" }));
      world.start();
      await world.synced();
      expect(Math.max(...world.clock.pauses)).toBe(120_000);
    },
  ],
  [
    "a server that answers nothing but 500 for long",
    async (world) => {
      world.api.next("load", ...Array.from({ length: 12 }, () => status(500)));
      world.start({ shortWatchMs: 1_000 });
      await world.synced();
      expect(world.clock.pauses.slice(0, 3)).toEqual([250, 375, 562.5]);
      expect(Math.max(...world.clock.pauses)).toBe(15_000);
    },
  ],
  [
    "a half-open connection on load",
    async (world) => {
      let isHanging = false;
      world.api.next("load", () => {
        isHanging = true;
      });
      // A list has its own deadline of half a minute; only a stream can fall silent.
      if (world.api.mode === "paged list") world.api.next("load", world.api.answer.bind(world.api));
      world.start();
      await world.eventually(() => expect(isHanging).toBe(true));
      if (world.api.mode === "paged list") world.reflector.relist();
      else world.clock.ring();
    },
  ],
  [
    "objects change while they are listed",
    (world) => {
      world.api.next("load", (exchange, api) => {
        api.answer(exchange);
        api.remove("a");
        api.update("b");
        api.create("f");
      });
      world.start();
    },
  ],
  [
    "gzip, asked for or not",
    async (world) => {
      world.api.next("load", ({ response }, api) => {
        const items = [...api.objects.values()];
        const metadata = { resourceVersion: api.version };
        const list = JSON.stringify({ metadata, items });
        const events = items.map((each) => line("ADDED", each)).join("");
        const whole = api.mode === "paged list" ? list : events + bookmark(api.version, true);
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(whole));
      });
      world.start();
      await world.synced();
      expect(world.api.count("load")).toBe(1);
    },
  ],
];
