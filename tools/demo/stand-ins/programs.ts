import { join } from "node:path";

import type { Programs } from "#tools/demo/programs.ts";

function standIn(name: string): readonly string[] {
  return [join(import.meta.dirname, `${name}.ts`)];
}

/** A world whose parts do nothing, to test how they are run. */
export const standIns: Programs = {
  sandbox: standIn("sandbox"),
  seed: standIn("seed"),
  web: standIn("web"),
  gateway: standIn("process"),
  workers: standIn("process"),
  agent: standIn("process"),
};
