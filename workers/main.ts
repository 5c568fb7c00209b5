import process from "node:process";

import { createLog } from "#contracts/log.ts";

import { readConfig } from "./config.ts";
import { startWorkers } from "./runtime.ts";

const config = readConfig(process.env);
const log = createLog({
  least: config.logLevel,
  now: () => new Date().toISOString(),
  write: (line) => process.stderr.write(line),
});
const workers = await startWorkers(config, log);
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void workers.close().then(() => process.exit(0)));
}
