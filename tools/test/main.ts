import { runEndToEnd, runIntegration, runOnKubernetes, runOnRedis, runVerify } from "./suites.ts";
import { addTallies } from "./tally.ts";
import type { Tally } from "./tally.ts";

const suites: readonly (readonly [string, () => Promise<Tally>])[] = [
  ["Checks and unit tests", runVerify],
  ["Integration tests", runIntegration],
  ["Integration tests and journeys on Redis", runOnRedis],
  ["Tests on a real Kubernetes", runOnKubernetes],
  ["End-to-end tests", runEndToEnd],
];

const tallies: Tally[] = [];
for (const [title, run] of suites) {
  process.stdout.write(`\n== ${title}\n`);
  const start = performance.now();
  const tally = await run();
  tallies.push(tally);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`-- ${tally.passed} passed, ${tally.failed} failed in ${seconds} s\n`);
}
const { passed, failed } = addTallies(tallies);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
