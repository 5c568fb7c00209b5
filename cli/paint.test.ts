import { describe, expect, it } from "vitest";

import { paintFor } from "./paint.ts";

describe("paintFor", () => {
  it.each([
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["NO_COLOR against CLICOLOR_FORCE", true, { NO_COLOR: "1", CLICOLOR_FORCE: "1" }, false],
    ["an empty NO_COLOR", true, { NO_COLOR: "" }, true],
    ["CLICOLOR_FORCE", false, { CLICOLOR_FORCE: "1" }, true],
    ["a dumb terminal", true, { TERM: "dumb" }, false],
  ])("%s", (_, isTerminal, env, isPainted) => {
    const painted = paintFor({ isTerminal, env }).bold("x");
    expect(painted).toBe(isPainted ? "\u001b[1mx\u001b[0m" : "x");
  });
});
