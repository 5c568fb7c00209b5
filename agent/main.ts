import { createLog } from "#contracts/log.ts";

import { readConfig } from "./config.ts";
import { doctorCommand } from "./doctor/doctor-command.ts";
import { runAgent } from "./runtime.ts";

const [command, ...args] = process.argv.slice(2);

// Not awaited: the image runs this as CommonJS, where nothing at the top may be.
if (command === "doctor") void doctor();
else void run();

async function run(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  const config = readConfig(process.env);
  await runAgent({
    config,
    env: process.env,
    log: createLog({
      least: config.logLevel,
      now: () => new Date().toISOString(),
      write: (line) => process.stdout.write(line),
    }),
    ready: () => process.stdout.write(`${JSON.stringify({ ready: true })}\n`),
    signal: stop.signal,
  });
}

async function doctor(): Promise<void> {
  const write = (text: string) => process.stdout.write(text);
  const now = () => new Date();
  process.exitCode = await doctorCommand({ args, env: process.env, now, write });
}
