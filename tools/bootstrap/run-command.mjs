import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { root } from "./system.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs tools/<command>/main.ts and resolves to its exit code; passes signals through. */
export function runCommand({ node, command, args }) {
  const child = spawn(node, [join(root, "tools", command, "main.ts"), ...args], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: [dirname(node), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
      STAGECOACH_BOOTSTRAP_PID: String(process.pid),
    },
  });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  stopWithNpm(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** npm killed hard cannot pass anything on: its script then has a new parent, and ends too. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, 1000);
  watch.unref();
}
