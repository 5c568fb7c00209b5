import type { Arguments } from "#cli/command.ts";
import { deliver, deliveryOf } from "#cli/deliver.ts";
import { exitCodes } from "#cli/exit.ts";
import type { ExitCode } from "#cli/exit.ts";
import type { FileChange } from "#cli/file-change.ts";
import { definitionsOf } from "#cli/find-workload.ts";
import type { Definition } from "#cli/find-workload.ts";
import { jsonText } from "#cli/json.ts";
import { usage } from "#cli/parse-arguments.ts";
import { table } from "#cli/table.ts";
import type { Terminal } from "#cli/terminal.ts";
import { workloadArgument } from "#cli/workload-argument.ts";
import { setPolicies } from "#domain/manifest/policy-edit.ts";
import type { PolicyChange } from "#domain/manifest/policy-edit.ts";
import { parseTagPolicy } from "#domain/tag-policy/policy.ts";

const command = { name: "policy" };
const plainPolicies: ReadonlySet<string> = new Set([
  "automated",
  "locked",
  "locked_user",
  "locked_msg",
  "ignore",
  "tag_all",
]);

/** `stagecoach policy`: shows a workload's policies, or changes the annotations that hold them. */
export async function changePolicies(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const workload = workloadArgument(command, args);
  const delivery = deliveryOf(command, args);
  const change = readChange(args);
  if (args.positionals.length === 0) throw usage(command, "Name at least one PATH.");
  const definitions = await definitionsOf({ paths: args.positionals, workload, terminal });
  if (Object.keys(change.set).length + change.remove.length === 0) {
    show(definitions, args, terminal);
    return exitCodes.done;
  }
  if (args.has("json")) throw usage(command, "--json shows policies; leave out --set and --unset.");
  const changes = definitions.map((definition) => changeOf(definition, change));
  deliver(changes, delivery, terminal);
  if (changes.every(({ before, after }) => before === after)) {
    terminal.error(`Nothing to change: ${workload} has these policies already.`);
  }
  return exitCodes.done;
}

function readChange(args: Arguments): PolicyChange {
  const set = args.values("set").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw usage(command, `--set ${pair}: write it as NAME=VALUE.`);
    const [name, value] = [checkedName(pair.slice(0, at)), pair.slice(at + 1)];
    if (name.startsWith("tag")) parseTagPolicy(value);
    return [name, value] as const;
  });
  return { set: Object.fromEntries(set), remove: args.values("unset").map(checkedName) };
}

function checkedName(name: string): string {
  if (plainPolicies.has(name) || /^tag\.[^.\s]+$/.test(name)) return name;
  const known = [...plainPolicies, "tag.CONTAINER"].join(", ");
  throw usage(command, `"${name}" is not a policy. There are: ${known}.`);
}

function changeOf({ set, found }: Definition, change: PolicyChange): FileChange {
  const before = set.files.get(found.file)?.text ?? "";
  const onDisk = set.pathOf(found.file);
  const path = onDisk ?? found.file;
  const after = setPolicies({ text: before, path, workload: found.key, change });
  return { path, onDisk, before, after };
}

function show(definitions: readonly Definition[], args: Arguments, terminal: Terminal): void {
  const rows = definitions.map(({ set, found }) => ({
    file: set.pathOf(found.file) ?? found.file,
    line: found.line,
    workload: found.key,
    automated: found.automated,
    locked: found.locked !== undefined,
    lockedBy: found.locked?.by ?? null,
    lockedMessage: found.locked?.message ?? null,
    filters: found.filters,
  }));
  if (args.has("json")) return terminal.print(jsonText(rows));
  const lines = rows.flatMap((row) => [
    [row.file, "automated", String(row.automated)],
    [
      row.file,
      "locked",
      [row.locked, row.lockedBy, row.lockedMessage].filter((part) => part !== null).join(" "),
    ],
    ...Object.entries(row.filters).map(([name, filter]) => [row.file, `tag.${name}`, filter]),
  ]);
  terminal.print(table(["FILE", "POLICY", "VALUE"], lines, terminal.paint));
}
