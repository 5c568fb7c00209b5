import { describe, expect, it, vi } from "vitest";

import { workload } from "#test/observed-workload.ts";

import { Recall } from "./recall.ts";

function send(): Promise<void> {
  return Promise.resolve();
}

describe("what the gateway has stored", () => {
  it("comes in parts", async () => {
    const recall = new Recall();
    const asked = vi.fn(send);
    const known = recall.ask(asked);
    expect(asked).toHaveBeenCalledOnce();
    recall.take({ type: "recalled", marks: Buffer.alloc(12).toString("base64"), last: false });
    recall.take({ type: "recalled", marks: Buffer.alloc(60).toString("base64"), last: true });
    // 9 marks are 9 bits.
    expect(Buffer.from((await known)?.same ?? "", "base64")).toEqual(Buffer.alloc(2));
  });

  it("may be nothing", async () => {
    const recall = new Recall();
    const known = recall.ask(send);
    recall.take({ type: "recalled", marks: "", last: true });
    expect((await known)?.has(workload())).toBe(false);
  });

  it("is not waited for when the connection is over", async () => {
    const recall = new Recall();
    const known = recall.ask(send);
    recall.take({ type: "recalled", marks: Buffer.alloc(8).toString("base64"), last: false });
    recall.lose();
    expect(await known).toBeNull();
    const again = recall.ask(send);
    recall.take({ type: "recalled", marks: "", last: true });
    expect((await again)?.same).toBe("");
  });

  it("is not taken where nobody asked", async () => {
    const recall = new Recall();
    recall.take({ type: "recalled", marks: Buffer.alloc(8).toString("base64"), last: true });
    const known = recall.ask(send);
    recall.lose();
    expect(await known).toBeNull();
  });
});
