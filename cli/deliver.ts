import { unifiedDiff } from "#domain/manifest/diff.ts";

import type { Arguments, Command } from "./command.ts";
import { Refusal } from "./exit.ts";
import type { FileChange } from "./file-change.ts";
import { usage } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { replaceFile } from "./write-file.ts";

type Delivery = "diff" | "write" | "stdout";

/** What the options ask to do with changed files. Throws `UsageError` when they contradict each other. */
export function deliveryOf(command: Pick<Command, "name">, args: Arguments): Delivery {
  if (args.has("write") && args.has("stdout")) {
    throw usage(command, "--write and --stdout exclude each other; choose one.");
  }
  if (args.has("write")) return "write";
  return args.has("stdout") ? "stdout" : "diff";
}

/** Shows the changes as a diff, writes them to their files, or prints the one file that changes. */
export function deliver(
  changes: readonly FileChange[],
  delivery: Delivery,
  terminal: Terminal,
): void {
  const changed = changes.filter(({ before, after }) => before !== after);
  switch (delivery) {
    case "diff":
      for (const change of changed) terminal.print(paintedDiff(change, terminal));
      return;
    case "stdout":
      terminal.print(onlyOne(changed.length > 0 ? changed : changes.slice(0, 1)).after);
      return;
    case "write":
      write(changed, terminal);
  }
}

function onlyOne(changes: readonly FileChange[]): FileChange {
  const [only, ...others] = changes;
  if (only !== undefined && others.length === 0) return only;
  const paths = changes.map(({ path }) => path).join(", ");
  throw new Refusal(`--stdout prints one file, and these change: ${paths}. Name one of them.`);
}

function write(changes: readonly FileChange[], terminal: Terminal): void {
  const files = changes.map(({ path, onDisk, after }) => {
    if (onDisk !== null) return { path, onDisk, after };
    throw new Refusal("--write needs a file; what comes from standard input goes to --stdout.");
  });
  for (const { path, onDisk, after } of files) {
    replaceFile(onDisk, after);
    terminal.error(`Wrote ${path}.`);
  }
}

function paintedDiff({ path, before, after }: FileChange, { paint }: Terminal): string {
  const lines = unifiedDiff(path.replace(/^\/+/, ""), before, after).split("\n");
  return lines.map((line) => paintLine(line, paint)).join("\n");
}

function paintLine(line: string, paint: Terminal["paint"]): string {
  if (/^(?:diff |--- |\+\+\+ )/.test(line)) return paint.bold(line);
  if (line.startsWith("@@")) return paint.cyan(line);
  if (line.startsWith("+")) return paint.green(line);
  return line.startsWith("-") ? paint.red(line) : line;
}
