import { readConfig } from "./config.ts";
import { openGateway } from "./runtime.ts";

const gateway = await openGateway(readConfig(process.env));
process.stdout.write(`${JSON.stringify({ ready: true, port: gateway.port })}\n`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void gateway.close().then(() => process.exit(0));
  });
}
