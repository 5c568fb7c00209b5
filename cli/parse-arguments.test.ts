import { describe, expect, it } from "vitest";

import type { Command } from "./command.ts";
import { UsageError } from "./exit.ts";
import { parseArguments } from "./parse-arguments.ts";

const command: Command = {
  name: "cook",
  summary: "",
  synopsis: "",
  description: [],
  examples: [],
  options: [
    { name: "json", help: "" },
    { name: "pan", value: "NAME", help: "" },
    { name: "herb", value: "NAME", isRepeatable: true, help: "" },
  ],
  load: () => Promise.reject(new Error("not needed")),
};

describe("parseArguments", () => {
  it("takes options anywhere among the arguments", () => {
    const args = parseArguments(command, ["a", "--herb", "x", "-", "--json", "--herb=-y", "b"]);
    expect(args.positionals).toEqual(["a", "-", "b"]);
    expect(args.values("herb")).toEqual(["x", "-y"]);
    expect(args.has("json")).toBe(true);
    expect(args.value("pan")).toBeUndefined();
  });

  it("takes everything after -- as it is", () => {
    expect(parseArguments(command, ["--", "--json"]).positionals).toEqual(["--json"]);
  });

  it.each([
    [["--jsn"], "cook has no option --jsn. Did you mean --json? See: stagecoach cook --help"],
    [["-j"], "cook has no option -j. See: stagecoach cook --help"],
    [["--wok", "x"], "cook has no option --wok. See: stagecoach cook --help"],
    [["--pan"], "--pan needs a value: --pan NAME."],
    [["--pan", "--json"], "--pan needs a value: --pan NAME."],
    [["--pan="], "--pan needs a value: --pan NAME."],
    [["--pan", "a", "--pan", "b"], "--pan is given more than once."],
    [["--json=yes"], "--json takes no value."],
  ])("refuses %j", (argv, message) => {
    const parse = () => parseArguments(command, argv);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});
