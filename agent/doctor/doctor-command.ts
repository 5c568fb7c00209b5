import { agentVersion } from "#contracts/agent-version.ts";

import { examine } from "./examine.ts";
import { printFindings } from "./print-findings.ts";

const usage = "usage: stagecoach-agent doctor [--json]\n";

/**
 * `stagecoach-agent doctor`: says what is wrong with this agent's surroundings and what to do about it. Resolves to
 * the exit code: 0 where nothing failed, 1 where something did, 2 where the command is not understood.
 */
export async function doctorCommand(input: {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Date;
  readonly write: (text: string) => void;
}): Promise<number> {
  const { args, env, now, write } = input;
  if (args.some((arg) => arg !== "--json")) {
    write(usage);
    return 2;
  }
  const findings = await examine(env, now);
  const isWell = findings.every(({ status }) => status !== "failed");
  if (args.includes("--json")) {
    write(`${JSON.stringify({ version: agentVersion, ok: isWell, findings }, null, 2)}\n`);
  } else {
    write(printFindings(findings));
  }
  return isWell ? 0 : 1;
}
