import { parseArgs } from "node:util";

import type { Arguments, Command, Option } from "./command.ts";
import { UsageError } from "./exit.ts";
import { nearest } from "./nearest.ts";

/** Reads what follows a command's name. Throws `UsageError` for what the command does not know. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(command.options.map(parserOption)),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = knownOption(command, token);
    const earlier = given.get(option.name) ?? [];
    if (earlier.length > 0 && option.value !== undefined && option.isRepeatable !== true) {
      throw usage(command, `--${option.name} is given more than once.`);
    }
    given.set(option.name, [...earlier, valueOf(command, option, token)]);
  }
  return {
    positionals,
    has: (name) => given.has(name),
    value: (name) => given.get(name)?.[0],
    values: (name) => given.get(name) ?? [],
  };
}

/** A mistake in the use of one command, with the way to its help. */
export function usage(command: Pick<Command, "name">, message: string): UsageError {
  return new UsageError(`${message} See: stagecoach ${command.name} --help`);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function parserOption(option: Option) {
  const type = option.value === undefined ? "boolean" : "string";
  return [option.name, { type, multiple: true }] as const;
}

function knownOption(command: Command, token: OptionToken): Option {
  const option = command.options.find(({ name }) => name === token.name);
  if (option !== undefined && token.rawName.startsWith("--")) return option;
  const guess = nearest(token.name, [...command.options.map(({ name }) => name), "help"]);
  const meant = guess === undefined ? "" : ` Did you mean --${guess}?`;
  throw usage(command, `${command.name} has no option ${token.rawName}.${meant}`);
}

function valueOf(command: Command, option: Option, token: OptionToken): string {
  if (option.value === undefined) {
    if (token.value === undefined) return "";
    throw usage(command, `--${option.name} takes no value.`);
  }
  const isMissing = token.value === undefined || token.value === "";
  const looksLikeOption = token.inlineValue !== true && /^-./.test(token.value ?? "");
  if (isMissing || looksLikeOption) {
    throw usage(command, `--${option.name} needs a value: --${option.name} ${option.value}.`);
  }
  return token.value ?? "";
}
