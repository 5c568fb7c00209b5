import { createHash } from "node:crypto";

import type { ServerHostKeyAlgorithm } from "ssh2";

import { parseHostKey } from "#domain/git/host-key.ts";

/** What is thought of the key that a host shows; fingerprints as ssh-keygen prints them. */
export type HostKeyVerdict =
  | { readonly kind: "trusted" }
  | { readonly kind: "unknown"; readonly presented: string; readonly key: string }
  | {
      readonly kind: "changed";
      readonly presented: string;
      readonly trusted: string;
      readonly key: string;
    };

const families: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  ed25519: ["ssh-ed25519"],
  ecdsa: ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"],
  rsa: ["rsa-sha2-512", "rsa-sha2-256"],
};

/** Compares the key that a host shows with the trusted one. */
export function checkHostKey(trusted: string | undefined, key: Buffer): HostKeyVerdict {
  const presented = fingerprintOf(key);
  const line = `${typeOf(key)} ${key.toString("base64")}`;
  if (trusted === undefined) return { kind: "unknown", presented, key: line };
  const pin = parseHostKey(trusted);
  const expected =
    pin.kind === "fingerprint" ? pin.fingerprint : fingerprintOf(Buffer.from(pin.base64, "base64"));
  if (expected === presented) return { kind: "trusted" };
  return { kind: "changed", presented, trusted: expected, key: line };
}

/**
 * The kinds of keys to ask a host for, one after another. A host has several keys and shows one of the asked kind; a
 * fingerprint does not tell its kind.
 */
export function keyFamilies(
  trusted: string | undefined,
): readonly (readonly ServerHostKeyAlgorithm[])[] {
  const all = Object.values(families);
  if (trusted === undefined) return [all.flat()];
  const pin = parseHostKey(trusted);
  if (pin.kind === "fingerprint") return all;
  const own = Object.entries(families).find(([name]) => pin.type.includes(name));
  return own ? [own[1]] : all;
}

/** `SHA256:` and the digest in base64 without padding. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replaceAll("=", "")}`;
}

/** The name of the key's type: the first field of its wire form (RFC 4253, 6.6). */
function typeOf(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.toString("latin1", 4, 4 + length);
}
