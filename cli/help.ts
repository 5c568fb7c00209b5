import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import type { Paint } from "./paint.ts";

const general = [
  ["--help", "show this, or with a command what it does"],
  ["--version", "print the version"],
] as const;

/** What `stagecoach --help` prints. */
export function overviewHelp(paint: Paint): string {
  return [
    "Find, order and change container images in Kubernetes manifests. No server, no network.",
    "",
    paint.bold("Usage"),
    "  stagecoach COMMAND [ARGUMENT…] [OPTION…]",
    "",
    paint.bold("Commands"),
    ...aligned(commands.map(({ name, summary }) => [name, summary] as const)),
    "",
    paint.bold("Options"),
    ...aligned(general),
    "",
    paint.bold("Exit codes"),
    "  0  done    1  refused, the reason is on standard error    2  wrong usage",
    "",
    "stagecoach COMMAND --help says more of a command.",
    "",
  ].join("\n");
}

/** What `stagecoach COMMAND --help` prints. */
export function commandHelp(command: Command, paint: Paint): string {
  const options = [
    ...command.options.map(({ name, value, help }) => {
      return [value === undefined ? `--${name}` : `--${name} ${value}`, help] as const;
    }),
    ["--help", "show this"] as const,
  ];
  return [
    `${command.summary}.`,
    "",
    paint.bold("Usage"),
    `  stagecoach ${command.name} ${command.synopsis}`,
    "",
    ...command.description,
    "",
    paint.bold("Options"),
    ...aligned(options),
    "",
    paint.bold("Examples"),
    ...command.examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([term]) => term.length));
  return rows.map(([term, meaning]) => `  ${term.padEnd(width)}  ${meaning}`);
}
