import { startWorld } from "#tools/demo/start-world.ts";

import { standIns } from "./programs.ts";

/** Starts a world in a process of its own, to be killed; prints the process ids of its parts. */
const world = await startWorld({
  dataDir: process.argv.at(-1) ?? "",
  webPort: null,
  programs: standIns,
});
const names = ["sandbox", "gateway", "workers", "web", "agent dev"];
const pids = [...names.map((name) => world.pid(name)), world.database.pid];
process.stdout.write(JSON.stringify(pids));
