import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "@playwright/test";

import { Settings } from "#contracts/api/settings.ts";

import { ConfigRepository } from "./config-repository.ts";
import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { buildImage } from "./stories.ts";

test("a turned-on signature is on the next release's commit, and verifies", async ({
  page,
  signIn,
}) => {
  test.slow();
  await signIn("ana");
  await page.goto("/acme/settings");
  await page.getByRole("button", { name: "Sign commits from now on" }).click();
  await expect(page.getByText("signs", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "settings-signing");
  const commit = await releaseThumbnails(page);
  expect(await verdict(commit, await allowedSigners(page))).toBe("G Ana Ortiz Stagecoach");

  await page.getByRole("button", { name: "Make a new key" }).click();
  await page.getByRole("button", { name: "Make a new key" }).click();
  await expect(page.getByText(/signed until/)).toBeVisible();
  expect(await verdict(commit, await allowedSigners(page))).toBe("G Ana Ortiz Stagecoach");

  await page.getByRole("button", { name: "Turn off" }).click();
  await page.getByRole("button", { name: "Turn signing off" }).click();
  await expect(page.getByRole("button", { name: "Sign commits from now on" })).toBeVisible();
});

test("the name is changed by who has seen the newest", async ({ page, signIn }) => {
  await signIn("ana");
  await page.goto("/acme/settings");
  const before = await readSettings(page);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("Acme Works");
  await put(page, "settings/name", { version: before.version, name: "Acme & Co" });
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByText(/Somebody else changed the settings/)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings of Acme & Co");
  await expect(name).toHaveValue("Acme Works");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings of Acme Works");
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Acme Works");
  const { version } = await readSettings(page);
  await put(page, "settings/name", { version, name: before.name });
});

test("a kind of workloads is added, refused beside its field, and removed", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  await page.goto("/acme/settings");
  await page.getByRole("button", { name: "CloneSet of apps.kruise.io" }).click();
  await page.getByLabel("Path of the pod template").fill("spec..template");
  await page.getByRole("button", { name: "Add the kind" }).click();
  const field = page.getByLabel("Path of the pod template");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(/is not a path like spec.template/);
  await field.fill("spec.template");
  await page.getByRole("button", { name: "Add the kind" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "of apps.kruise.io" });
  await expect(row).toContainText("spec.template");
  await row.getByRole("button", { name: "Remove" }).click();
  await page.keyboard.press("Escape");
  await expect(row.getByRole("button", { name: "Remove" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(row).toHaveCount(0);
});

test("who may not change the settings sees them, and why", async ({ page, signIn }) => {
  await signIn("vic");
  await page.goto("/acme/settings");
  await expect(page.getByText(/To change the settings, you need the role/)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("readonly", "");
  const main = page.getByRole("main");
  await expect(main.getByRole("button", { name: /Save|Sign commits|Add the kind/ })).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "viewer-settings");
  const { version } = await readSettings(page);
  for (const [where, body] of [
    ["settings/name", { version, name: "Mine" }],
    ["settings/signing", { version, on: true }],
    ["settings/mappings/stage/prod", { version: 0, workloads: [], images: [] }],
  ] as const) {
    expect(await put(page, where, body), where).toBe(403);
  }
  await page.goto("/acme/settings/mappings/stage/prod");
  await expect(page.getByText(/To change the settings, you need the role/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Save|Add)/ })).toHaveCount(0);
});

test("settings of another organization do not exist", async ({ page, signIn }) => {
  await signIn("gil");
  for (const where of ["settings", "settings/mappings/stage/prod"]) {
    expect((await page.goto(`/acme/${where}`))?.status(), where).toBe(404);
    const response = await page.request.get(`/api/v1/orgs/acme/${where}`);
    expect(response.status(), where).toBe(404);
  }
});

async function releaseThumbnails(page: Page): Promise<string> {
  const tag = await buildImage("registry.acme.test/platform/thumbnails");
  const promote = new PromotePage(page);
  const workloads = ["platform:deployment/thumbnails"];
  await promote.openUntilOffered({ to: "dev", workloads }, tag);
  await promote.promote();
  const { status, commit } = await new ReleasePage(page).ends();
  expect(status).toBe("succeeded");
  return commit ?? "";
}

/** What the settings offer for copying. */
async function allowedSigners(page: Page): Promise<string> {
  await page.goto("/acme/settings");
  return page.getByRole("region", { name: "Allowed signers" }).innerText();
}

/** Git's verdict on a commit, its author and its committer. */
async function verdict(commit: string, signers: string): Promise<string> {
  await using clone = await ConfigRepository.clone();
  const folder = await mkdtemp(path.join(tmpdir(), "signers-"));
  const file = path.join(folder, "allowed_signers");
  try {
    await writeFile(file, `${signers}\n`);
    const trusting = ["-c", `gpg.ssh.allowedSignersFile=${file}`];
    await clone.git(...trusting, "verify-commit", commit);
    return (await clone.git(...trusting, "log", "-1", "--format=%G? %an %cn", commit)).trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readSettings(page: Page): Promise<Settings> {
  const response = await page.request.get("/api/v1/orgs/acme/settings");
  return Settings.parse(await response.json());
}

/** Changes something as another member would who has the page open as well; the answer's status. */
async function put(page: Page, where: string, data: object): Promise<number> {
  const headers = { origin: new URL(page.url()).origin };
  return (await page.request.put(`/api/v1/orgs/acme/${where}`, { headers, data })).status();
}
