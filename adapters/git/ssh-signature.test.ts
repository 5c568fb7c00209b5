import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";

import { describe, expect, it } from "vitest";

import { makeSigningKey, sshSignature } from "./ssh-signature.ts";

const namespace = "git";

/** The fields of SSH's wire form, one after the other. */
function fields(blob: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    const length = blob.readUInt32BE(at);
    found.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The signature checked after the letter of PROTOCOL.sshsig, without any of our own code. */
function verifies(armored: string, publicKey: string, message: Buffer): boolean {
  const lines = armored.trimEnd().split("\n");
  const blob = Buffer.from(lines.slice(1, -1).join(""), "base64");
  const [key, named, reserved, hash, signature] = fields(blob.subarray(10));
  if (!key || !named || !reserved || !hash || !signature) return false;
  if (key.toString("base64") !== publicKey.split(" ")[1]) return false;
  const x = fields(key)[1]?.toString("base64url");
  const digest = createHash(hash.toString()).update(message).digest();
  const signed = Buffer.concat([
    Buffer.from("SSHSIG"),
    text(named),
    text(reserved),
    text(hash),
    text(digest),
  ]);
  const jwk = { kty: "OKP", crv: "Ed25519", x: x ?? "" };
  const [algorithm, raw] = fields(signature);
  return (
    algorithm?.toString() === "ssh-ed25519" &&
    named.toString() === namespace &&
    verify(null, signed, createPublicKey({ key: jwk, format: "jwk" }), raw ?? Buffer.alloc(0))
  );
}

describe("a new key", () => {
  it("has a public part in OpenSSH's one line, with its comment", () => {
    const { publicKey, privateKey } = makeSigningKey("stagecoach/acme");
    expect(publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68} stagecoach\/acme$/);
    expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it("is another one every time", () => {
    expect(makeSigningKey("a").publicKey).not.toBe(makeSigningKey("a").publicKey);
  });
});

describe("a signature", () => {
  const { publicKey, privateKey } = makeSigningKey("test");
  const messages = ["", "x", "tree 123\n\nmessage\n", "ü".repeat(100_000)].map((message) =>
    Buffer.from(message),
  );

  it.each(messages)("verifies by the written protocol", (message) => {
    const armored = sshSignature({ privateKey, namespace, message });
    expect(verifies(armored, publicKey, message)).toBe(true);
    expect(verifies(armored, publicKey, Buffer.concat([message, Buffer.from(" ")]))).toBe(false);
    expect(verifies(armored, makeSigningKey("other").publicKey, message)).toBe(false);
  });

  it("is armored in short lines, the last one ended", () => {
    const armored = sshSignature({ privateKey, namespace, message: Buffer.from("x") });
    const lines = armored.split("\n");
    expect(lines[0]).toBe("-----BEGIN SSH SIGNATURE-----");
    expect(lines.slice(-2)).toEqual(["-----END SSH SIGNATURE-----", ""]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(70);
  });

  it("is made with Ed25519 alone", () => {
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const pem = other.export({ type: "pkcs8", format: "pem" }).toString();
    const signing = () => sshSignature({ privateKey: pem, namespace, message: Buffer.from("x") });
    expect(signing).toThrow(/Ed25519/);
  });
});
