import { readConfig } from "./config.ts";
import { logToStdout } from "./log.ts";
import { runAgent } from "./runtime.ts";

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());

await runAgent({
  config: readConfig(process.env),
  env: process.env,
  log: logToStdout,
  ready: () => process.stdout.write(`${JSON.stringify({ ready: true })}\n`),
  signal: stop.signal,
});
