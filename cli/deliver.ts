import { unifiedDiff } from "#domain/manifest/diff.ts";

import type { Arguments, Command } from "./command.ts";
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

/** Shows the changes as a diff, writes them to their files, or prints the one file that changed. */
export function deliver(
  changes: readonly FileChange[],
  delivery: Delivery,
  terminal: Terminal,
): void {
  switch (delivery) {
    case "diff":
      for (const change of changes) terminal.print(paintedDiff(change, terminal));
      return;
    case "stdout":
      for (const change of changes) terminal.print(change.after);
      return;
    case "write":
      for (const change of changes) writeChange(change, terminal);
  }
}

function writeChange({ path, onDisk, before, after }: FileChange, terminal: Terminal): void {
  if (onDisk === null || before === after) return;
  replaceFile(onDisk, after);
  terminal.error(`Wrote ${path}.`);
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
