#!/usr/bin/env node
import { install } from "./bootstrap/install.mjs";
import { findNode24 } from "./bootstrap/node24.mjs";
import { runCommand } from "./bootstrap/run-command.mjs";
import { systemProblem } from "./bootstrap/system.mjs";

const [command, ...args] = process.argv.slice(2);

/** Prepares this clone, then hands over to the command; works before anything is installed. */
async function main() {
  const problem = systemProblem(command);
  if (problem) throw new Error(problem);
  await install(command);
  return runCommand({ node: findNode24(), command, args });
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`stagecoach: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
