import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { freePort, holdNextPort, isPortFree } from "#tools/net/free-port.ts";

const ports = z.object({
  web: z.number(),
  gateway: z.number(),
  sandbox: z.number(),
  identity: z.number(),
  smtp: z.number(),
});

export type Ports = z.infer<typeof ports>;

export interface ChosenPorts {
  readonly ports: Ports;
  /** Frees the web's port, which is held until its server starts: a build may come before that. */
  readonly releaseWeb: () => Promise<void>;
}

/**
 * The ports of the demo in this folder. They stay the same from start to start, because addresses
 * such as a repository's are stored in the database; one that is taken by now is replaced.
 */
export async function choosePorts({
  dataDir,
  web,
}: {
  readonly dataDir: string;
  /** The port wanted for the web; null takes any. */
  readonly web: number | null;
}): Promise<ChosenPorts> {
  const file = join(dataDir, "ports.json");
  const text = await readFile(file, "utf8").catch(() => "{}");
  const before = ports.partial().parse(JSON.parse(text));
  const held = await holdNextPort(web ?? before.web ?? (await freePort()));
  const chosen = {
    web: held.port,
    gateway: await keep(before.gateway),
    sandbox: await keep(before.sandbox),
    identity: await keep(before.identity),
    smtp: await keep(before.smtp),
  };
  await writeFile(file, JSON.stringify(chosen));
  return { ports: chosen, releaseWeb: held.release };
}

async function keep(port: number | undefined): Promise<number> {
  return port !== undefined && (await isPortFree(port)) ? port : freePort();
}
