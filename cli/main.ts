import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { Refusal, UsageError, exitCodes } from "./exit.ts";
import type { ExitCode } from "./exit.ts";
import { commandHelp, overviewHelp } from "./help.ts";
import { nearest } from "./nearest.ts";
import { parseArguments } from "./parse-arguments.ts";
import { openTerminal } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** Runs one command line, its program left out, and gives the exit code. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal();
  try {
    return await run(argv, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.error(`stagecoach: ${error.message}`);
      return exitCodes.usage;
    }
    if (error instanceof Refusal || isDomainError(error)) {
      terminal.error(`stagecoach: ${error.message}`);
      return exitCodes.refused;
    }
    throw error;
  }
}

async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first = "", ...rest] = argv;
  if (first === "--version" || first === "-V") return say(terminal, version());
  if (first === "--help" || first === "-h") return say(terminal, overviewHelp(terminal.paint));
  if (first === "help") return help(rest, terminal);
  if (first === "") throw new UsageError(`say what to do.\n\n${overviewHelp(terminal.paint)}`);
  const command = findCommand(first);
  if (asksForHelp(rest)) return say(terminal, commandHelp(command, terminal.paint));
  const args = parseArguments(command, rest);
  const execute = await command.load();
  return execute(args, terminal);
}

function help([name]: readonly string[], terminal: Terminal): ExitCode {
  const text =
    name === undefined
      ? overviewHelp(terminal.paint)
      : commandHelp(findCommand(name), terminal.paint);
  return say(terminal, text);
}

function say(terminal: Terminal, text: string): ExitCode {
  terminal.line(text);
  return exitCodes.done;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === "--help" || arg === "-h");
}

function findCommand(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  if (name.startsWith("-")) {
    throw new UsageError(`the command comes first, then its options; "${name}" is an option.`);
  }
  const names = commands.map((command) => command.name);
  const guess = nearest(name, names);
  const meant = guess === undefined ? `There are: ${names.join(", ")}.` : `Did you mean ${guess}?`;
  throw new UsageError(`"${name}" is not a command. ${meant} See: stagecoach --help`);
}

/** Every bundled command brings its own copy of the domain's error class along, so its name decides. */
function isDomainError(error: unknown): error is Error {
  return error instanceof Error && error.name === "DomainError";
}
