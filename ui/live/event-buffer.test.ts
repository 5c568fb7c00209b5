import { expect, it } from "vitest";

import { EventBuffer } from "./event-buffer.ts";

function event(seq: number) {
  return { seq, event: { kind: "plan", id: "p", status: "ready" } } as const;
}

function filled(from: number, to: number, most?: number): EventBuffer {
  const buffer = new EventBuffer(most);
  buffer.restart(from);
  for (let seq = from + 1; seq <= to; seq += 1) buffer.add(event(seq));
  return buffer;
}

it("knows nothing at first", () => {
  const buffer = new EventBuffer();
  expect(buffer.last).toBeNull();
  expect(buffer.after(0)).toBeNull();
});

it.each([
  { after: 10, numbers: [11, 12, 13] },
  { after: 12, numbers: [13] },
  { after: 13, numbers: [] },
  { after: 20, numbers: [] },
  { after: 9, numbers: null },
])("after $after are $numbers", ({ after, numbers }) => {
  expect(
    filled(10, 13)
      .after(after)
      ?.map(({ seq }) => seq) ?? null,
  ).toEqual(numbers);
});

it("takes each event once", () => {
  const buffer = filled(10, 13);
  expect(buffer.add(event(13))).toBe(false);
  expect(buffer.add(event(14))).toBe(true);
  expect(buffer.last).toBe(14);
});

it("says so when the oldest were dropped", () => {
  const buffer = filled(0, 6, 4);
  expect(buffer.after(1)).toBeNull();
  expect(buffer.after(2)?.length).toBe(4);
});
