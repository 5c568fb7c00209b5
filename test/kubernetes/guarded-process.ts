import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";

/** Runs a program as long as its standard input is open, so that it ends with us even when we are killed. */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ read -r _ <&3; kill -KILL "$program" 2>/dev/null; } &
reader=$!
exec 3<&-
wait "$program"
status=$?
kill "$reader" 2>/dev/null
exit "$status"
`;

export interface GuardedProcess {
  /** Rejects with the end of its log when the program ends unasked; never resolves. */
  readonly failed: Promise<never>;
  /** The process that guards the program; the program is its child. */
  readonly pids: () => readonly number[];
  /** Kills it; resolves when it is gone. There is nothing to keep. */
  readonly stop: () => Promise<void>;
}

/** Starts a program of a control plane; what it prints goes to the log file. */
export function startGuarded(options: {
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
}): GuardedProcess {
  const { program, args, logFile } = options;
  const log = openSync(logFile, "w");
  const child = spawn("/bin/sh", ["-c", guard, "guard", program, ...args], {
    stdio: ["pipe", log, log],
    detached: true,
  });
  closeSync(log);
  let isStopping = false;
  const ended = once(child, "exit");
  const failed = ended.then(() => {
    if (isStopping) return new Promise<never>(() => {});
    throw new Error(`${program} ended by itself. Its last lines:\n${lastLines(logFile)}`);
  });
  failed.catch(() => undefined);
  return {
    failed,
    pids: () => (child.pid === undefined ? [] : [child.pid]),
    stop: async () => {
      isStopping = true;
      child.stdin?.destroy();
      await ended;
    },
  };
}

function lastLines(logFile: string): string {
  return readFileSync(logFile, "utf8").trim().split("\n").slice(-20).join("\n");
}
