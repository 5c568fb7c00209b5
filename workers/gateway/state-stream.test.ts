import { createHash } from "node:crypto";

import { beforeEach, describe, expect, it } from "vitest";

import { snapshotText } from "#contracts/agent-protocol.ts";
import { workload } from "#test/observed-workload.ts";

import { StateStream } from "./state-stream.ts";
import type { StateFrame } from "./state-stream.ts";

const epoch = "0b5c6a0e-0000-4000-8000-000000000001";
const other = "0b5c6a0e-0000-4000-8000-000000000002";
let stream: StateStream;

beforeEach(() => {
  stream = new StateStream({ epoch, seq: 4 });
});

function delta(seq: number, ups: readonly string[], dels: string[] = []): StateFrame {
  return { type: "delta", epoch, seq, ups: ups.map((uid) => workload({ uid })), dels };
}

function end(uids: readonly string[], of = epoch, bits?: string): StateFrame {
  const digest = createHash("sha256").update(snapshotText(uids)).digest("hex");
  const same = bits && { same: Buffer.from([Number.parseInt(bits, 2)]).toString("base64") };
  return { type: "snapEnd", epoch: of, count: uids.length, digest, ...same };
}

describe("a state stream", () => {
  it("makes one change of several deltas; the last word about an object counts", () => {
    const state = stream.take([delta(5, ["a", "b"]), delta(6, ["c"], ["a"]), delta(7, [], ["d"])]);
    expect(state?.upserts.map(({ uid }) => uid)).toEqual(["b", "c"]);
    expect(state).toMatchObject({ kind: "delta", deletes: ["a", "d"], cursor: { epoch, seq: 7 } });
  });

  it("passes over what is stored already", () => {
    expect(stream.take([delta(3, ["a"]), delta(4, ["b"])])).toBeNull();
    expect(stream.cursor).toEqual({ epoch, seq: 4 });
  });

  it.each([
    ["a gap", () => stream.take([delta(6, ["a"])])],
    ["another epoch", () => stream.take([{ ...delta(5, ["a"]), epoch: other }])],
    ["no snapshot before", () => new StateStream(null).take([delta(1, ["a"])])],
    ["a chunk without a beginning", () => stream.take([{ type: "snapChunk", epoch, items: [] }])],
  ])("refuses %s", (_what, take) => {
    expect(take).toThrow(/snapshot/);
  });

  it("makes a snapshot of its chunks, and forgets one that was begun anew", () => {
    stream.take([{ type: "snapBegin", epoch: other }]);
    stream.take([{ type: "snapChunk", epoch: other, items: [workload({ uid: "lost" })] }]);
    stream.take([{ type: "snapBegin", epoch: other }]);
    stream.take([{ type: "snapChunk", epoch: other, items: [workload({ uid: "a" })] }]);
    expect(stream.take([end(["a"], other)])).toMatchObject({
      kind: "snapshot",
      cursor: { epoch: other, seq: 0 },
      upserts: [{ uid: "a" }],
    });
  });

  it("refuses a snapshot that does not add up", () => {
    stream.take([{ type: "snapBegin", epoch }]);
    expect(() => stream.take([end(["a"])])).toThrow(/does not fit/);
  });
});

describe("a snapshot that relies on what was recalled", () => {
  function snapshot(told: readonly string[], ending: StateFrame) {
    stream.take([{ type: "snapBegin", epoch }]);
    const items = told.map((uid) => workload({ uid }));
    stream.take([{ type: "snapChunk", epoch, items }]);
    const state = stream.take([ending]);
    return [state?.upserts.map(({ uid }) => uid), state?.kept];
  }

  beforeEach(() => stream.recall(["a", "b", "c"]));

  it.each([
    ["all of it", [], ["a", "b", "c"], "11100000", ["a", "b", "c"]],
    ["the first and the last", ["d"], ["a", "c", "d"], "10100000", ["a", "c"]],
    ["nothing", ["d"], ["d"], "00000000", []],
    ["nothing, and does not say so", ["d"], ["d"], undefined, []],
    ["something that it tells all the same", ["b"], ["b", "c"], "01100000", ["c"]],
    ["more than was recalled", [], ["a"], "10011111", ["a"]],
  ])("keeps %s", (_what, told, whole, bits, kept) => {
    expect(snapshot(told, end(whole, epoch, bits))).toEqual([told, kept]);
  });

  it("does not add up where the two mean different things", () => {
    expect(() => snapshot([], end(["a"], epoch, "01000000"))).toThrow(/does not fit/);
  });

  it("counts once: the next one relies on nothing", () => {
    snapshot([], end(["a"], epoch, "10000000"));
    expect(() => snapshot([], end(["a"], epoch, "10000000"))).toThrow(/does not fit/);
  });
});
