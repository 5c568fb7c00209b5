import { availableParallelism } from "node:os";

import { runCheck } from "./check.ts";
import type { Check, CheckResult } from "./check.ts";

/**
 * Runs the checks, one more at a time than there are cores, and tells `report` of each as it ends.
 * The longest should stand first.
 */
export async function runChecks(
  checks: readonly Check[],
  report: (result: CheckResult) => void,
): Promise<readonly CheckResult[]> {
  const waiting = [...checks];
  const results: CheckResult[] = [];
  async function work(): Promise<void> {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const result = await runCheck(check);
      results.push(result);
      report(result);
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  return results;
}

/** One line per check, and after it what a failed one had to say. */
export function describeResult({ name, ok, seconds, output }: CheckResult): string {
  const line = `${ok ? "ok  " : "FAIL"} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(5)} s`;
  return ok ? line : `${line}\n${output.replaceAll(/^/gm, "     ")}`;
}
