import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

const credentials = z.object({ superuser: z.string(), owner: z.string(), app: z.string() });

/** Passwords of one cluster's three roles. */
export type Credentials = z.infer<typeof credentials>;

/** The passwords of the cluster in this folder, made once and readable by this user only. */
export async function loadCredentials(dataDir: string): Promise<Credentials> {
  const file = join(dataDir, "credentials.json");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) return credentials.parse(JSON.parse(text));
  const made = { superuser: password(), owner: password(), app: password() };
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function password(): string {
  return randomBytes(24).toString("base64url");
}
