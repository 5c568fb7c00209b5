import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const systems = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

/** The commands there are: every folder of tools/ that has a main.ts. */
function commands() {
  const tools = join(root, "tools");
  return readdirSync(tools).filter((name) => existsSync(join(tools, name, "main.ts")));
}

/** A sentence with the cause and the next step, or null when this machine can go on. */
export function systemProblem(command) {
  if (!commands().includes(command)) {
    return `"${command ?? ""}" is not a command; there are: ${commands().join(", ")}.`;
  }
  const system = `${process.platform}-${process.arch}`;
  if (!systems.includes(system)) {
    return `this runs on ${systems.join(", ")}; here is ${system}. Use a container or a virtual machine.`;
  }
  if (Number.parseInt(process.versions.node, 10) < 18) {
    return `Node ${process.versions.node} is too old to start; install Node 20 or newer.`;
  }
  if (spawnSync("git", ["--version"]).status !== 0) {
    return "git is missing; install it (Debian: apt-get install git) and start again.";
  }
  return null;
}
