import { describe, expect, it } from "vitest";

import { LogLevel, createLog, errorText } from "./log.ts";

function lines(least: LogLevel) {
  const written: string[] = [];
  const log = createLog({
    least,
    now: () => "2026-01-01T00:00:00Z",
    write: (line) => written.push(line),
  });
  return { log, written };
}

describe("a log", () => {
  it("writes lines of JSON: time, level, message and the fields", () => {
    const { log, written } = lines("info");
    log("warning", "the lease\nis lost", { lease: "agent" });
    expect(written).toEqual([
      '{"time":"2026-01-01T00:00:00Z","level":"warning","message":"the lease\\nis lost","lease":"agent"}\n',
    ]);
  });

  it("lets no field stand for the line's own", () => {
    const { log, written } = lines("info");
    log("info", "hello", { level: "error", message: "other", time: "never" });
    expect(JSON.parse(written[0] ?? "")).toEqual({
      time: "2026-01-01T00:00:00Z",
      level: "info",
      message: "hello",
    });
  });

  it.each([
    ["debug", ["debug", "info", "warning", "error"]],
    ["info", ["info", "warning", "error"]],
    ["warning", ["warning", "error"]],
    ["error", ["error"]],
  ] as const)("of the level %s tells %j", (least, told) => {
    const { log, written } = lines(least);
    for (const level of LogLevel.options) log(level, level);
    expect(written.map((line) => JSON.parse(line).level)).toEqual(told);
  });
});

it.each([
  [new TypeError("no"), "TypeError: no"],
  ["no", "no"],
  [undefined, "undefined"],
])("an error is a text: %s", (error, text) => {
  expect(errorText(error)).toBe(text);
});
