import { createPrivateKey } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import type { IdentityStore } from "./identity.ts";

const Stored = z.object({
  clusterId: z.uuid(),
  organization: z.string(),
  cluster: z.string(),
  gatewayUrl: z.url(),
  generation: z.int(),
  tokenHash: z.string(),
  /** PKCS #8, PEM. */
  privateKey: z.string(),
});

/** Keeps the identity in one file that only its owner may read; a crash leaves the old one or the new one. */
export function createFileIdentityStore(folder: string): IdentityStore {
  const file = path.join(folder, "identity.json");
  return {
    async load() {
      const text = await readFile(file, "utf8").catch(nullWhereMissing);
      if (text === null) return null;
      const stored = Stored.parse(JSON.parse(text));
      return { ...stored, privateKey: createPrivateKey(stored.privateKey) };
    },
    async save(identity) {
      const privateKey = identity.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      const stored: z.infer<typeof Stored> = { ...identity, privateKey };
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, JSON.stringify(stored), { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}

function nullWhereMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
