import { spawn } from "node:child_process";
import { once } from "node:events";

/** Runs a program that prints for itself; resolves to its exit code. */
export async function runVisibly({
  command: [program, ...args],
  env = {},
}: {
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...env } });
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}
