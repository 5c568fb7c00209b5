import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";

import type { Arguments, Command } from "./command.ts";
import { usage } from "./parse-arguments.ts";

/** The workload that `--workload` names. Throws `UsageError` when it is missing or of another form. */
export function workloadArgument(command: Pick<Command, "name">, args: Arguments): WorkloadKey {
  const text = args.value("workload");
  if (text === undefined) {
    throw usage(command, "Name the workload: --workload NS:KIND/NAME.");
  }
  const identity = parseWorkloadKey(text);
  if (identity !== null) return workloadKey(identity);
  const form = "It is written NS:KIND/NAME, for example shop:deployment/checkout.";
  throw usage(command, `"${text}" names no workload. ${form}`);
}
