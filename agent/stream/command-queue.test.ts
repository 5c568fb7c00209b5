import { beforeEach, describe, expect, it } from "vitest";

import type { AgentCommand, AgentFrame } from "#contracts/agent-protocol.ts";

import { CommandQueue } from "./command-queue.ts";
import type { Outcome } from "./command-queue.ts";
import { ConnectionLost } from "./content-requests.ts";

const relist: AgentCommand = { name: "relist" };
const done: Outcome = { ok: true, message: "done", sync: null };

let sent: AgentFrame[];
let started: PromiseWithResolvers<Outcome>[];
let queue: CommandQueue;

beforeEach(() => {
  sent = [];
  started = [];
  queue = new CommandQueue({
    execute() {
      const run = Promise.withResolvers<Outcome>();
      started.push(run);
      return run.promise;
    },
    send: (frame) => sent.push(frame),
    log: () => {},
  });
});

function told(): readonly string[] {
  return sent.map((frame) => ("id" in frame ? `${frame.type} ${frame.id}` : frame.type));
}

describe("the queue of commands", () => {
  it("carries out one after the other", async () => {
    queue.take("a", relist);
    queue.take("b", relist);
    expect(started).toHaveLength(1);
    started[0]?.resolve(done);
    await expect.poll(() => started.length).toBe(2);
    started[1]?.resolve(done);
    await queue.idle();
    expect(told()).toEqual([
      "commandReceived a",
      "commandReceived b",
      "commandResult a",
      "commandResult b",
    ]);
  });

  it("lets a question for logs pass, and remembers no lines of them", async () => {
    const logs: AgentCommand = { name: "logs", namespace: "shop", pod: "web-1", container: "web" };
    queue.take("a", relist);
    queue.take("b", logs);
    expect(started).toHaveLength(2);
    started[1]?.resolve({ ...done, logs: { state: "gone" } });
    await expect.poll(told).toContain("commandResult b");
    expect(sent.at(-1)).toMatchObject({ logs: { state: "gone" } });
    queue.take("b", logs);
    expect(started).toHaveLength(3);
    started[0]?.resolve(done);
    await queue.idle();
  });

  it("answers again when there is more to say, and then with the newest", async () => {
    queue.take("a", relist);
    const follow: Outcome["follow"] = (tell) => {
      tell({ ok: false, message: "it broke", sync: null });
      return Promise.reject(new Error("stopped"));
    };
    started[0]?.resolve({ ...done, follow });
    await queue.idle();
    queue.take("a", relist);
    const messages = sent.flatMap((frame) =>
      frame.type === "commandResult" ? [frame.message] : [],
    );
    expect(messages).toEqual(["done", "it broke", "it broke"]);
  });

  it("answers one that comes again without doing it again", async () => {
    queue.take("a", relist);
    queue.take("a", relist);
    started[0]?.resolve(done);
    await queue.idle();
    queue.take("a", relist);
    expect(started).toHaveLength(1);
    expect(told()).toEqual([
      "commandReceived a",
      "commandReceived a",
      "commandResult a",
      "commandResult a",
    ]);
  });

  it("reports a failure in words", async () => {
    queue.take("a", relist);
    started[0]?.reject(new Error("no such path"));
    await queue.idle();
    expect(sent.at(-1)).toEqual({
      type: "commandResult",
      id: "a",
      ok: false,
      message: "no such path",
      sync: null,
    });
  });

  it("says nothing of one whose connection was lost, and does it when it comes again", async () => {
    queue.take("a", relist);
    started[0]?.reject(new ConnectionLost());
    await queue.idle();
    queue.take("a", relist);
    started[1]?.resolve(done);
    await queue.idle();
    expect(told()).toEqual(["commandReceived a", "commandReceived a", "commandResult a"]);
  });
});
