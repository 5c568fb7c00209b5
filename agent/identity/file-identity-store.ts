import { createPrivateKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
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
  nextKey: z.string().nullish(),
  keySince: z.iso.datetime().nullish(),
});

/** Keeps the identity in one file that only its owner may read; a crash leaves the old one or the new one. */
export function createFileIdentityStore(folder: string): IdentityStore {
  const file = path.join(folder, "identity.json");
  return {
    async load() {
      const text = await readFile(file, "utf8").catch(nullWhereMissing);
      if (text === null) return null;
      const { privateKey, nextKey, keySince, ...stored } = Stored.parse(JSON.parse(text));
      return {
        ...stored,
        privateKey: createPrivateKey(privateKey),
        nextKey: nextKey ? createPrivateKey(nextKey) : null,
        keySince: keySince ? new Date(keySince) : null,
      };
    },
    async save({ privateKey, nextKey, keySince, ...identity }) {
      const stored: z.infer<typeof Stored> = {
        ...identity,
        privateKey: pemOf(privateKey),
        nextKey: nextKey && pemOf(nextKey),
        keySince: keySince && keySince.toISOString(),
      };
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeDurably(`${file}.new`, JSON.stringify(stored));
      await rename(`${file}.new`, file);
      await syncFolder(folder);
    },
  };
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename lasts when its folder is written. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function nullWhereMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
