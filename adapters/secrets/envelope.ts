import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

import type { SecretPlace, Secrets } from "#ports/secrets.ts";

const version = "s1";
const algorithm = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Envelope encryption under the key of this installation (32 bytes, base64): every secret has a data key of
 * its own, which is wrapped for its organization. Throws when the key has another length.
 *
 * The written form is `s1.<id of the key>.<wrapped data key>.<sealed text>`.
 */
export function createSecrets(key: string): Secrets {
  const master = Buffer.from(key, "base64");
  if (master.length !== keyBytes) {
    throw new Error("SECRETS_KEY must be 32 bytes in base64: openssl rand -base64 32");
  }
  const keyId = createHash("sha256").update(master).digest("hex").slice(0, 8);

  return {
    seal(plaintext, place) {
      const dataKey = randomBytes(keyBytes);
      const wrapped = encrypt(master, dataKey, wrapPurpose(place));
      const sealed = encrypt(dataKey, Buffer.from(plaintext, "utf8"), textPurpose(place));
      return [version, keyId, wrapped, sealed].join(".");
    },
    open(ciphertext, place) {
      const [form, usedKey, wrapped, sealed, ...rest] = ciphertext.split(".");
      if (form !== version || !usedKey || !wrapped || !sealed || rest.length > 0) {
        throw new Error("A stored secret has an unknown form");
      }
      if (usedKey !== keyId) {
        throw new Error(`A stored secret was sealed with key ${usedKey}, SECRETS_KEY is ${keyId}`);
      }
      const dataKey = decrypt(master, wrapped, wrapPurpose(place));
      return decrypt(dataKey, sealed, textPurpose(place)).toString("utf8");
    },
  };
}

function wrapPurpose({ organizationId }: SecretPlace): string {
  return JSON.stringify([version, "data-key", organizationId]);
}

function textPurpose({ organizationId, table, row, field }: SecretPlace): string {
  return JSON.stringify([version, organizationId, table, row, field]);
}

function encrypt(key: Buffer, plaintext: Buffer, purpose: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

function decrypt(key: Buffer, text: string, purpose: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(purpose))
      .setAuthTag(tag);
    return Buffer.concat([
      decipher.update(bytes.subarray(nonceBytes + tagBytes)),
      decipher.final(),
    ]);
  } catch {
    throw new Error("A stored secret is broken, or was sealed for another place");
  }
}
