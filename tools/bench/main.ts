import { parseArgs } from "node:util";

import { stopRequest } from "#tools/demo/stop-request.ts";

import { benches } from "./benches.ts";
import { figureTable } from "./figure-table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    runs: { type: "string" },
  },
});
const [name = ""] = positionals;
const bench = benches.get(name);
const runs = Number(values.runs ?? bench?.usualRuns ?? 20);
if (!bench || !Number.isInteger(runs) || runs < 1) {
  const list = [...benches].map(([title, { about }]) => `  ${title.padEnd(10)} ${about}\n`);
  process.stderr.write(`npm run bench -- NAME [--runs N] [--json], N from 1, NAME one of:\n`);
  process.stderr.write(list.join(""));
  process.exit(1);
}
const signal = stopRequest();
try {
  const report = (line: string): boolean => process.stderr.write(`${line}\n`);
  const { peer, figures } = await bench.run({ runs, signal, report });
  process.stdout.write(figureTable(figures, peer));
  if (values.json) process.stdout.write(`${JSON.stringify({ bench: name, figures })}\n`);
} catch (error) {
  if (!signal.aborted) throw error;
  process.stderr.write("stopped\n");
  process.exitCode = 1;
}
