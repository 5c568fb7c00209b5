import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

const secrets = z.object({ session: z.string(), key: z.string(), oidcClient: z.string() });

/** What one demo's processes share and nobody else may know. */
export type DemoSecrets = z.infer<typeof secrets>;

/** The secrets of the demo in this folder, made once and readable by this user only. */
export async function loadSecrets(dataDir: string): Promise<DemoSecrets> {
  const file = join(dataDir, "secrets.json");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) return secrets.parse(JSON.parse(text));
  const made = { session: random(), key: random(), oidcClient: random() };
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function random(): string {
  return randomBytes(32).toString("base64");
}
