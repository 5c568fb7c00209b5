import { optionsFrom } from "./environment.ts";
import { startSandbox } from "./runtime.ts";

const sandbox = await startSandbox(optionsFrom(process.env));
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void sandbox.close());
}
for (const problem of sandbox.problems) console.error(problem);
process.stdout.write(`${JSON.stringify({ ready: true, addresses: sandbox.addresses })}\n`);
