import { createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** The key in SPKI DER, base64url; null where it is anything but an Ed25519 key. */
export function readPublicKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({
      key: Buffer.from(text, "base64url"),
      format: "der",
      type: "spki",
    });
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

/** Whether the holder of the key signed the text. */
export function isSignedBy(
  publicKey: string,
  { text, signature }: { readonly text: string; readonly signature: string },
): boolean {
  const key = readPublicKey(publicKey);
  return key !== null && verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
}
