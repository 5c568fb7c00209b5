import { describe, expect, it } from "vitest";

import { readLines } from "./lines.ts";

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) {
    await Promise.resolve();
    yield bytes.subarray(start, start + size);
  }
}

async function read(text: string, size = text.length): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(chunksOf(Buffer.from(text), size))) lines.push(line);
  return lines;
}

const long = "x".repeat(100_000);
const huge = "y".repeat(1_000_000);

describe("the lines of a stream", () => {
  it.each<{ about: string; text: string; lines: readonly string[] }>([
    { about: "nothing", text: "", lines: [] },
    { about: "one", text: "a\n", lines: ["a"] },
    { about: "several", text: "a\nbc\nd\n", lines: ["a", "bc", "d"] },
    { about: "empty ones", text: "\n\na\n\n", lines: ["a"] },
    { about: "an unfinished one", text: "a\nbc", lines: ["a"] },
    { about: "more than ASCII", text: "größer\n→ 🚂 ←\n", lines: ["größer", "→ 🚂 ←"] },
  ])("are the same however it is cut: $about", async ({ text, lines }) => {
    for (let size = 1; size <= Buffer.byteLength(text) + 1; size += 1) {
      expect(await read(text, size)).toEqual(lines);
    }
  });

  it.each([1_000, 16_384, 65_536, 4_000_000])("may be long, in chunks of %i", async (size) => {
    const lines = [long, "a", huge, "b", long, huge, "c"];
    expect(await read(`${lines.join("\n")}\n`, size)).toEqual(lines);
  });

  it("may not be without end", async () => {
    const endless = chunksOf(Buffer.alloc(17 * 1024 * 1024, "z"), 1024 * 1024);
    await expect(readLines(endless).next()).rejects.toThrow("larger than 16 MB");
  });
});
