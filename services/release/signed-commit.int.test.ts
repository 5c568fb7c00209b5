import { writeFile } from "node:fs/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { readSettings } from "#services/organization/read-settings.ts";
import { rotateSigningKey } from "#services/organization/rotate-signing-key.ts";
import { switchSigning } from "#services/organization/switch-signing.ts";
import { World } from "#test/world.ts";

import { defaultCommitter as committer } from "./committer.ts";
import { readRelease } from "./read-release.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.stop());

function settings() {
  return readSettings({ ctx: world.person("owner"), committer });
}

async function turnSigning(on: boolean): Promise<void> {
  const { version } = await settings();
  await switchSigning({ ctx: world.person("owner"), input: { version, on } });
}

/** Releases and returns the commit that is on the remote then. */
async function release(service: string, tag: string): Promise<string> {
  const number = await world.release("prod", [service, tag]);
  await world.work("run-lane");
  const { commit } = await readRelease({ ctx: world.person("owner"), input: { number } });
  expect(await world.git.git("rev-parse", "main")).toContain(commit ?? "no commit");
  return commit ?? "";
}

/** Whether git finds a good signature by a key that the settings list; `N` without any signature. */
async function verdict(commit: string): Promise<string> {
  const file = world.git.folder("allowed_signers");
  const { keys } = (await settings()).signing;
  await writeFile(file, keys.map(({ allowedSigner }) => `${allowedSigner}\n`).join(""));
  await world.git.git("config", "gpg.ssh.allowedSignersFile", file);
  return (await world.git.git("log", "-1", "--format=%G?", commit)).trim();
}

it("names who asked as the author and Stagecoach as the committer", async () => {
  const commit = await release("mail", "1.1.0");
  const format = "--format=%an <%ae>, %cn <%ce>";
  expect((await world.git.git("log", "-1", format, commit)).trim()).toBe(
    "owner <owner@acme.test>, Stagecoach <stagecoach@localhost>",
  );
  expect(await verdict(commit)).toBe("N");
});

it("is verified by git with what the settings show, also after the key was rotated", async () => {
  await turnSigning(true);
  const first = await release("cart", "1.1.0");
  expect(await verdict(first)).toBe("G");
  const { version } = await settings();
  await rotateSigningKey({ ctx: world.person("owner"), input: { version } });
  const second = await release("cart", "1.2.0");
  expect([await verdict(first), await verdict(second)]).toEqual(["G", "G"]);
  expect(await world.git.git("verify-commit", second)).toBe("");
  expect(await world.git.git("fsck", "--strict", "--no-dangling")).toBe("");
});

it("is not signed once signing was turned off", async () => {
  await turnSigning(false);
  expect(await verdict(await release("checkout", "1.1.0"))).toBe("N");
});
