import ssh2 from "ssh2";
import { describe, expect, it } from "vitest";

import { makeDeployKey, publicKeyOf } from "./deploy-key.ts";

const { utils } = ssh2;

describe("makeDeployKey", () => {
  it("makes a pair that ssh reads, new each time", () => {
    const { privateKey, publicKey } = makeDeployKey("stagecoach config");
    const read = utils.parseKey(privateKey);
    if (read instanceof Error) throw read;
    const [type, base64, ...comment] = publicKey.split(" ");
    expect([type, comment.join(" ")]).toEqual(["ssh-ed25519", "stagecoach config"]);
    expect(read.getPublicSSH().toString("base64")).toBe(base64);
    const message = Buffer.from("hello");
    expect(read.verify(message, read.sign(message))).toBe(true);
    expect(makeDeployKey("x").privateKey).not.toBe(privateKey);
  });
});

it("makes an RSA key for hosts that take no other", () => {
  const { privateKey, publicKey } = makeDeployKey("c", "rsa");
  const read = utils.parseKey(privateKey);
  if (read instanceof Error) throw read;
  expect(publicKey).toBe(`ssh-rsa ${read.getPublicSSH().toString("base64")} c`);
});

describe("publicKeyOf", () => {
  const plain = utils.generateKeyPairSync("ed25519");
  const locked = utils.generateKeyPairSync("ed25519", {
    passphrase: "p",
    cipher: "aes256-ctr",
    rounds: 16,
  });
  const rsa = utils.generateKeyPairSync("rsa", { bits: 2048 });

  it.each([
    { about: "OpenSSH's form", key: plain },
    { about: "OpenSSH's form under a passphrase", key: locked },
    { about: "RSA", key: rsa },
  ])("reads $about", ({ key }) => {
    expect(publicKeyOf(key.private)).toBe(key.public.split(" ").slice(0, 2).join(" "));
  });

  it.each([
    "",
    "nonsense",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
  ])("gives nothing for %j", (text) => {
    expect(publicKeyOf(text)).toBeNull();
  });
});
