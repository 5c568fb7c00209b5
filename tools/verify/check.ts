import { spawn } from "node:child_process";

/** One thing that must hold: a program that must exit with 0, or a function that must find nothing. */
export type Check =
  | { readonly name: string; readonly command: readonly [string, ...string[]] }
  | { readonly name: string; readonly findProblems: () => Promise<readonly string[]> };

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs one check; a program that cannot be started is a failed check, not an exception. */
export async function runCheck(check: Check): Promise<CheckResult> {
  const start = performance.now();
  const { ok, output } =
    "command" in check
      ? await runProgram(check.command)
      : await check.findProblems().then((problems) => ({
          ok: problems.length === 0,
          output: problems.join("\n"),
        }));
  return { name: check.name, ok, output, seconds: (performance.now() - start) / 1000 };
}

function runProgram([program, ...args]: readonly [string, ...string[]]) {
  return new Promise<{ ok: boolean; output: string }>((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) =>
      resolve({ ok: code === 0, output: Buffer.concat(output).toString("utf8").trimEnd() }),
    );
  });
}
