import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { makeSigningKey, sshSignature } from "./ssh-signature.ts";

const { publicKey, privateKey } = makeSigningKey("test");
const message = Buffer.from("a message\n");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ssh-signature-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What `ssh-keygen -Y verify` ends with; 0 where it finds a good signature. */
async function opensshVerifies(input: {
  readonly message: Buffer;
  readonly publicKey: string;
  readonly namespace?: string;
}): Promise<boolean> {
  const [signers, signature] = [path.join(folder, "signers"), path.join(folder, "signature")];
  await writeFile(signers, `who@test ${input.publicKey}\n`);
  await writeFile(signature, sshSignature({ privateKey, namespace: "git", message }));
  const namespace = input.namespace ?? "git";
  const args = ["-Y", "verify", "-I", "who@test", "-n", namespace, "-f", signers, "-s", signature];
  const child = spawn("ssh-keygen", args, { stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.end(input.message);
  const [code] = await once(child, "exit");
  return code === 0;
}

it("OpenSSH accepts the signature", async () => {
  expect(await opensshVerifies({ message, publicKey })).toBe(true);
});

it.each([
  { what: "message", changed: { message: Buffer.from("another message\n") } },
  { what: "key", changed: { publicKey: makeSigningKey("other").publicKey } },
  { what: "namespace", changed: { namespace: "file" } },
])("OpenSSH accepts it for no other $what", async ({ changed }) => {
  expect(await opensshVerifies({ message, publicKey, ...changed })).toBe(false);
});
