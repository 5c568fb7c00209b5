import { describe, expect, it } from "vitest";

import { logLimits } from "#contracts/agent-logs.ts";

import { readLogTail } from "./log-tail.ts";

async function* chunks(...texts: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

const line = `${"é".repeat(99)}\n`;

describe("the end of a log", () => {
  it.each([
    { of: "nothing", given: [], text: "" },
    { of: "a line", given: ["started\n"], text: "started\n" },
    { of: "a line in two parts", given: ["star", "ted"], text: "started" },
    {
      of: "a character in two parts",
      given: [Buffer.from([0xc3]), Buffer.from([0xa9])],
      text: "é",
    },
    { of: "colours", given: ["\u001b[31mERROR\u001b[0m no\r\n"], text: "ERROR no\n" },
    { of: "controls", given: ["a\0b\u0007\tc\n"], text: "ab\tc\n" },
  ])("of $of is told whole", async ({ given, text }) => {
    expect(await readLogTail(chunks(...given))).toEqual({ text, truncated: false });
  });

  it("says that older lines were left out where as many came as were asked for", async () => {
    const { truncated } = await readLogTail(chunks("line\n".repeat(logLimits.lines)));
    expect(truncated).toBe(true);
    const fewer = await readLogTail(chunks("line\n".repeat(logLimits.lines - 1)));
    expect(fewer.truncated).toBe(false);
  });

  it("begins with a whole line and stays within the limit", async () => {
    const { text, truncated } = await readLogTail(chunks(line.repeat(100), line.repeat(100)));
    expect(truncated).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(logLimits.bytes);
    expect(Buffer.byteLength(text)).toBeGreaterThan(logLimits.bytes - Buffer.byteLength(line));
    expect(text.startsWith(line)).toBe(true);
    expect(text.endsWith(line)).toBe(true);
  });

  it("keeps the end of a single line that is longer than the limit, in whole characters", async () => {
    const { text, truncated } = await readLogTail(chunks("x", "é".repeat(logLimits.bytes)));
    expect(truncated).toBe(true);
    expect(text).toMatch(/^é+$/);
  });

  it("stops reading where lines are longer than anybody reads", async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        sent += 1;
        yield Buffer.alloc(1024 * 1024, "x");
      }
    }
    expect((await readLogTail(endless())).truncated).toBe(true);
    expect(sent).toBeLessThan(20);
  });
});
