import { createLog } from "#contracts/log.ts";

import { readConfig } from "./config.ts";
import { runAgent } from "./runtime.ts";

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());

const config = readConfig(process.env);

// Not awaited: the image runs this as CommonJS, where nothing at the top may be.
void runAgent({
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
