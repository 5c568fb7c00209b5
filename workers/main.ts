import process from "node:process";

import { readConfig } from "./config.ts";
import { startWorkers } from "./runtime.ts";

const workers = await startWorkers(readConfig(process.env), (level, message, details) => {
  process.stderr.write(
    `${JSON.stringify({ level, message, at: new Date().toISOString(), ...details })}\n`,
  );
});
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void workers.close().then(() => process.exit(0)));
}
