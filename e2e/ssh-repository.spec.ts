import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import type { Page } from "@playwright/test";

import { startSshGitServer } from "#sandbox/git/ssh-server.ts";
import type { DeployKey } from "#sandbox/git/ssh-server.ts";
import { makeDeployKey } from "#services/repository/deploy-key.ts";

import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { buildImage } from "./stories.ts";
import { findWorld } from "./world.ts";

const run = promisify(execFile);

test("a repository is connected by ssh and promoted through", async ({ page, signIn }) => {
  test.setTimeout(150_000);
  const folder = await mkdtemp(path.join(tmpdir(), "stagecoach-ssh-"));
  const repository = path.join(folder, "config.git");
  await run("git", ["clone", "-q", "--bare", httpAddress(), repository]);
  const deployKeys: DeployKey[] = [];
  const server = await startSshGitServer({
    root: folder,
    key: makeDeployKey("host").privateKey,
    deployKeys: () => deployKeys,
  });
  const url = `ssh://git@127.0.0.1:${server.port}/config.git`;
  try {
    await signIn("gil");
    await connect(page, url);
    await expect(page.getByRole("status")).toContainText("Confirm the host");
    await expectAccessible(page);
    await photograph(page, "repository-host-key");
    await page.getByRole("button", { name: /trust it/ }).click();
    await expect(page.getByRole("status")).toContainText("refuses the credentials");

    const publicKey = await page.getByText(/^ssh-ed25519 /).innerText();
    deployKeys.push({ publicKey, canWrite: false });
    await check(page, "would refuse a push");
    deployKeys[0] = { publicKey, canWrite: true };
    await check(page, "It can be read and written: 1 branch.");
    await expectAccessible(page);
    await photograph(page, "repository");

    await moveCluster(page, url);
    await promoteStock(page);
    const release = await new ReleasePage(page, "globex").ends();
    expect(release.status).toBe("succeeded");
    expect(await tip(repository)).toBe(release.commit);
    await run("git", ["-C", repository, "push", "-q", "origin", "main"]);
  } finally {
    await moveCluster(page, /\/git\/globex\/config\.git/);
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

function httpAddress(): string {
  const { url, user, password } = findWorld().git;
  const address = new URL(`${url.replace(/\/$/, "")}/globex/config.git`);
  [address.username, address.password] = [user, password];
  return address.href;
}

async function connect(page: Page, url: string): Promise<void> {
  await page.goto("/globex/clusters");
  await page.getByRole("link", { name: "Connect a repository" }).click();
  await page.getByLabel("Git URL").fill(url);
  await expect(page.getByLabel("A new ssh key, made here")).toBeChecked();
  await expectAccessible(page);
  await photograph(page, "connect-repository");
  await page.getByRole("button", { name: "Connect and check" }).click();
  await page.waitForURL(/\/clusters\/repositories\/[0-9a-f-]{36}$/);
}

async function check(page: Page, outcome: string): Promise<void> {
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(page.getByRole("status")).toContainText(outcome);
}

async function moveCluster(page: Page, repository: string | RegExp): Promise<void> {
  await page.goto("/globex/clusters");
  await page.getByRole("listitem").getByRole("link").first().click();
  const choice = page.getByLabel("Config repository");
  const option = choice.locator("option").filter({ hasText: repository });
  await choice.selectOption((await option.getAttribute("value")) ?? "");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The branch is being read.")).toBeVisible();
}

async function promoteStock(page: Page): Promise<void> {
  const tag = await buildImage("registry.globex.test/stores/stock");
  const promote = new PromotePage(page);
  const workloads = ["stores:deployment/stock"];
  await promote.openUntilOffered({ to: "live", workloads, organization: "globex" }, tag);
  await promote.promote();
}

async function tip(repository: string): Promise<string> {
  return (await run("git", ["-C", repository, "rev-parse", "main"])).stdout.trim();
}
