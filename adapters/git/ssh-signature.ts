import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from "node:crypto";
import type { KeyObject } from "node:crypto";

import type { NewSigningKey } from "#ports/signing-keys.ts";

const algorithm = "ssh-ed25519";
const preamble = "SSHSIG";
const version = 1;
const hash = "sha512";
const armorWidth = 70;

/** Makes an Ed25519 key for signing commits; the comment ends the public key's line and may hold no line break. */
export function makeSigningKey(comment: string): NewSigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: `${algorithm} ${publicBlob(publicKey).toString("base64")} ${comment}`,
  };
}

/**
 * Signs a message for a namespace, as `ssh-keygen -Y sign` does (OpenSSH's PROTOCOL.sshsig), and returns the armored
 * signature with its last line ended. The key is Ed25519, PKCS#8 in PEM; another kind of key throws.
 */
export function sshSignature(input: {
  readonly privateKey: string;
  readonly namespace: string;
  readonly message: Buffer;
}): string {
  const key = createPrivateKey(input.privateKey);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("Commits are signed with Ed25519 only");
  const parts = [input.namespace, "", hash];
  const digest = createHash(hash).update(input.message).digest();
  const signed = Buffer.concat([Buffer.from(preamble), ...parts.map(text), field(digest)]);
  const signature = Buffer.concat([text(algorithm), field(sign(null, signed, key))]);
  return armor(
    Buffer.concat([
      Buffer.from(preamble),
      uint32(version),
      field(publicBlob(createPublicKey(key))),
      ...parts.map(text),
      field(signature),
    ]),
  );
}

function publicBlob(key: KeyObject): Buffer {
  const { x } = key.export({ format: "jwk" });
  if (x === undefined) throw new Error("An Ed25519 key has a public part");
  return Buffer.concat([text(algorithm), field(Buffer.from(x, "base64url"))]);
}

function armor(blob: Buffer): string {
  const encoded = blob.toString("base64");
  const lines = Array.from({ length: Math.ceil(encoded.length / armorWidth) }, (_, index) =>
    encoded.slice(index * armorWidth, (index + 1) * armorWidth),
  );
  return ["-----BEGIN SSH SIGNATURE-----", ...lines, "-----END SSH SIGNATURE-----", ""].join("\n");
}

function text(value: string): Buffer {
  return field(Buffer.from(value, "utf8"));
}

/** SSH's string: its length in four bytes, then its bytes. */
function field(value: Buffer): Buffer {
  return Buffer.concat([uint32(value.length), value]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
