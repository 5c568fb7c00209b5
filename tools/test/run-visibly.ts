import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a program that prints for itself; resolves to its exit code. A signal goes to the program
 * first, which may have much to stop, and ends this process once that is gone.
 */
export async function runVisibly({
  command: [program, ...args],
  env = {},
}: {
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...env } });
  let received: (typeof signals)[number] | undefined;
  function pass(signal: (typeof signals)[number]): void {
    received = signal;
    child.kill(signal);
  }
  for (const signal of signals) process.on(signal, pass);
  const [code] = await once(child, "exit");
  for (const signal of signals) process.off(signal, pass);
  if (received) process.exit(128 + constants.signals[received]);
  return typeof code === "number" ? code : 1;
}
