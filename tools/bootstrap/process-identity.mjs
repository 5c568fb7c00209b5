import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** When a process started: with its id it names one process for good, though ids are used again. */
function startTime(pid) {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? "" : (fields[19] ?? "");
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
}

/** `<pid> <start time>` of a process, or null when there is none with this id. */
export function processIdentity(pid) {
  const started = startTime(pid);
  return started === "" ? null : `${pid} ${started}`;
}

/** Whether the process that an identity names is still running. */
export function isRunning(identity) {
  return processIdentity(Number.parseInt(identity, 10)) === identity;
}
