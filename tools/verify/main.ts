import { checks } from "./checks.ts";
import { describeResult, runChecks } from "./run-checks.ts";

const start = performance.now();
const results = await runChecks(await checks(), (result) => {
  process.stdout.write(`${describeResult(result)}\n`);
});
const failed = results.filter((result) => !result.ok).length;
const seconds = ((performance.now() - start) / 1000).toFixed(1);
process.stdout.write(`${results.length - failed} passed, ${failed} failed in ${seconds} s\n`);
process.exitCode = failed === 0 ? 0 : 1;
