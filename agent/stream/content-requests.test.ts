import { createHash } from "node:crypto";

import { beforeEach, describe, expect, it } from "vitest";

import { ConnectionLost, ContentRequests } from "./content-requests.ts";

const content = Buffer.from("files");
const digest = createHash("sha256").update(content).digest("hex");
let requests: ContentRequests;

beforeEach(() => {
  requests = new ContentRequests();
});

function ask(wanted = digest): Promise<Buffer> {
  return requests.fetch(wanted, () => Promise.resolve());
}

function take(index: number, data: string | null, last = false): void {
  const encoded = data === null ? null : Buffer.from(data).toString("base64");
  requests.take({ type: "content", digest, index, last, data: encoded });
}

describe("content", () => {
  it("is put together from its chunks", async () => {
    const answer = ask();
    take(0, "fi");
    take(1, "les", true);
    expect(await answer).toEqual(content);
  });

  it.each([
    ["is not there", () => take(0, null, true), /does not have/],
    ["lacks a part", () => take(1, "les", true), /part/],
    ["is something else", () => take(0, "other", true), /not the ones/],
  ])("is refused when it %s", async (_what, answer, message) => {
    const asked = ask();
    answer();
    await expect(asked).rejects.toThrow(message);
  });

  it("is asked for again after the connection was lost", async () => {
    const asked = ask();
    take(0, "fi");
    requests.lose();
    await expect(asked).rejects.toThrow(ConnectionLost);
    const again = ask();
    take(0, "files", true);
    expect(await again).toEqual(content);
  });
});
