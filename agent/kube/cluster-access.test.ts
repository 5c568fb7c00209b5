import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openClusterAccess } from "./cluster-access.ts";

const env = { NODE_ENV: "test" } as const;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "access-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function open(user: object, cluster: object = {}) {
  const file = path.join(folder, "config");
  const config = {
    "current-context": "dev",
    contexts: [{ name: "dev", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: "https://api.test/k8s/c-1", ...cluster } }],
    users: [{ name: "u", user }],
  };
  await writeFile(file, JSON.stringify(config));
  return openClusterAccess(file, env);
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

describe("access by a kubeconfig", () => {
  it("takes the server with its path, and a token", async () => {
    const access = await open({ token: "t" });
    expect(access.server.href).toBe("https://api.test/k8s/c-1");
    expect(await access.credentials()).toMatchObject({ authorization: "Bearer t" });
  });

  it("takes keys and authorities, from the file or beside it", async () => {
    await writeFile(path.join(folder, "ca.crt"), "authority");
    const user = { "client-certificate-data": base64("cert"), "client-key-data": base64("key") };
    const access = await open(user, { "certificate-authority": "ca.crt" });
    const expected = { ca: "authority", cert: "cert", key: "key" };
    expect(await access.credentials()).toMatchObject(expected);
  });

  it("takes files as they are at each request, for they are rotated", async () => {
    const files = ["token", "ca.crt", "tls.crt", "tls.key"];
    async function write(round: string): Promise<void> {
      for (const file of files) await writeFile(path.join(folder, file), `${file} ${round}`);
    }
    await write("1");
    const user = { tokenFile: "token", "client-certificate": "tls.crt", "client-key": "tls.key" };
    const access = await open(user, { "certificate-authority": "ca.crt" });
    for (const round of ["1", "2"]) {
      await write(round);
      expect(await access.credentials()).toEqual({
        authorization: `Bearer token ${round}`,
        ca: `ca.crt ${round}`,
        cert: `tls.crt ${round}`,
        key: `tls.key ${round}`,
      });
    }
  });

  it("asks a program for the token", async () => {
    const credential = JSON.stringify({ status: { token: "from-program" } });
    const exec = { command: "echo", args: [credential] };
    const access = await open({ exec });
    expect(await access.credentials()).toEqual({ authorization: "Bearer from-program" });
  });

  it("never leaves the server's certificate unchecked", async () => {
    await expect(open({ token: "t" }, { "insecure-skip-tls-verify": true })).rejects.toThrow(
      /insecure-skip-tls-verify/,
    );
  });
});

it("says what to do outside of a cluster", async () => {
  await expect(openClusterAccess(undefined, env)).rejects.toThrow(/KUBECONFIG/);
});
