import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";

const magic = "openssh-key-v1\0";
const type = "ssh-ed25519";
const blockBytes = 8;
const rsaBits = 3072;
const armor = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+)-----END OPENSSH PRIVATE KEY-----/;

/** An ssh key pair as OpenSSH writes it. */
export interface DeployKey {
  readonly privateKey: string;
  /** One line: type, key, comment. */
  readonly publicKey: string;
}

/** Makes a key for one repository; the comment may hold no line break. */
export function makeDeployKey(comment: string, kind: "ed25519" | "rsa" = "ed25519"): DeployKey {
  return kind === "rsa" ? makeRsaKey(comment) : makeEd25519Key(comment);
}

function makeRsaKey(comment: string): DeployKey {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: rsaBits,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return { privateKey, publicKey: `${publicKeyOfPem(privateKey)} ${comment}` };
}

function makeEd25519Key(comment: string): DeployKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x = "", d = "" } = privateKey.export({ format: "jwk" });
  const [open, seed] = [Buffer.from(x, "base64url"), Buffer.from(d, "base64url")];
  const blob = Buffer.concat([text(type), field(open)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    blob,
    field(Buffer.concat([seed, open])),
    text(comment),
  ]);
  const one = Buffer.from([0, 0, 0, 1]);
  const none = [text("none"), text("none"), text("")];
  const whole = Buffer.concat([
    Buffer.from(magic, "latin1"),
    ...none,
    one,
    field(blob),
    field(padded(secret)),
  ]);
  const lines = whole.toString("base64").match(/.{1,70}/g) ?? [];
  return {
    privateKey: [
      "-----BEGIN OPENSSH PRIVATE KEY-----",
      ...lines,
      "-----END OPENSSH PRIVATE KEY-----",
      "",
    ].join("\n"),
    publicKey: `${type} ${blob.toString("base64")} ${comment}`,
  };
}

/** The public line of a private key: OpenSSH's form has it in clear even under a passphrase. Null where it is not found. */
export function publicKeyOf(privateKey: string): string | null {
  const base64 = armor.exec(privateKey)?.[1];
  if (base64 === undefined) return publicKeyOfPem(privateKey);
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("latin1", 0, magic.length) !== magic) return null;
  let at = magic.length;
  for (let skipped = 0; skipped < 3; skipped += 1) at += 4 + sizeAt(bytes, at);
  const start = at + 4;
  const blob = bytes.subarray(start + 4, start + 4 + sizeAt(bytes, start));
  const name = blob.toString("latin1", 4, 4 + sizeAt(blob, 0));
  return /^[a-z0-9-]+$/.test(name) ? `${name} ${blob.toString("base64")}` : null;
}

/** RSA in PEM, as older ssh-keygen and most panels write it. */
function publicKeyOfPem(privateKey: string): string | null {
  try {
    const key = createPublicKey(createPrivateKey(privateKey)).export({ format: "jwk" });
    if (key.n === undefined || key.e === undefined) return null;
    const parts = [key.e, key.n].map((part) => number(Buffer.from(part, "base64url")));
    return `ssh-rsa ${Buffer.concat([text("ssh-rsa"), ...parts]).toString("base64")}`;
  } catch {
    return null;
  }
}

/** SSH's string: its length in four bytes, then its bytes. */
function field(value: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
}

function text(value: string): Buffer {
  return field(Buffer.from(value, "utf8"));
}

/** SSH's number: a leading zero keeps it positive. */
function number(value: Buffer): Buffer {
  return field((value[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), value]) : value);
}

function sizeAt(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
}

/** OpenSSH fills the last block with 1, 2, 3 and so on. */
function padded(secret: Buffer): Buffer {
  const missing = (blockBytes - (secret.length % blockBytes)) % blockBytes;
  return Buffer.concat([secret, Buffer.from(Array.from({ length: missing }, (_, at) => at + 1))]);
}
