import { beforeEach, describe, expect, it } from "vitest";

import { workload } from "#test/observed-workload.ts";

import { batches } from "./batches.ts";
import { DeltaLog } from "./delta-log.ts";

const epoch = "0b5c6a0e-0000-4000-8000-000000000001";
const other = "0b5c6a0e-0000-4000-8000-000000000002";
let log: DeltaLog;

beforeEach(() => {
  log = new DeltaLog(100_000);
});

function append(...uids: readonly string[]): void {
  log.append({ ups: uids.map((uid) => workload({ uid, pods: [] })), dels: [] });
}

function seqs(after: number): readonly number[] {
  return log.after(after).map(({ seq }) => seq);
}

describe("the log of deltas", () => {
  it("keeps nothing before the first snapshot", () => {
    append("a");
    expect(log.canResume(null)).toBe(false);
    expect(seqs(0)).toEqual([]);
  });

  it("numbers from one and forgets what is acknowledged", () => {
    log.begin(epoch);
    append("a");
    append("b");
    append("c");
    log.acknowledge({ epoch, seq: 2 });
    expect(seqs(0)).toEqual([3]);
  });

  it.each([
    ["at the last acknowledgement", epoch, 1, true],
    ["later, because an acknowledgement was lost", epoch, 2, true],
    ["before what was forgotten", epoch, 0, false],
    ["after what was ever sent", epoch, 3, false],
    ["in another epoch", other, 1, false],
  ])("resumes from a cursor %s: %s %i %s", (_where, cursorEpoch, seq, canResume) => {
    log.begin(epoch);
    append("a");
    append("b");
    log.acknowledge({ epoch, seq: 1 });
    expect(log.canResume({ epoch: cursorEpoch, seq })).toBe(canResume);
  });

  it("ignores acknowledgements of another epoch", () => {
    log.begin(epoch);
    append("a");
    log.acknowledge({ epoch: other, seq: 1 });
    expect(seqs(0)).toEqual([1]);
  });

  it("asks for a snapshot when it becomes too large", () => {
    log = new DeltaLog(1_000);
    log.begin(epoch);
    append("a", "b", "c");
    expect(log.epoch).toBeNull();
    expect(log.canResume({ epoch, seq: 0 })).toBe(false);
  });

  it("puts deletions into deltas of their own", () => {
    log.begin(epoch);
    log.append({ ups: [workload({ uid: "a", pods: [] })], dels: ["b"] });
    expect(log.after(0).map(({ text }) => JSON.parse(text))).toMatchObject([
      { seq: 1, dels: [] },
      { seq: 2, ups: [], dels: ["b"] },
    ]);
  });
});

describe("batches", () => {
  it.each([
    ["two hundred at most", 401, 1, [200, 200, 1]],
    ["two hundred kilobytes at most", 5, 90_000, [2, 2, 1]],
    ["a large one alone", 2, 300_000, [1, 1]],
    ["none of nothing", 0, 1, []],
  ])("take %s", (_rule, number, bytes, sizes) => {
    const items = Array.from({ length: number }, () => "x".repeat(bytes));
    expect([...batches(items)].map((batch) => batch.length)).toEqual(sizes);
  });
});
