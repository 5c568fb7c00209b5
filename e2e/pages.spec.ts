import type { Page } from "@playwright/test";

import { expect, expectAccessible, photograph, test } from "./journey.ts";
import type { Persona } from "./journey.ts";
import { MatrixPage } from "./pages/matrix.ts";
import { PromotePage } from "./pages/promote.ts";

interface Visit {
  readonly name: string;
  readonly persona: Persona;
  readonly path: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

const visits: readonly Visit[] = [
  { name: "matrix", persona: "ana", path: "/acme/workloads", prepare: selectTwo },
  {
    name: "matrix-filtered-to-nothing",
    persona: "ana",
    path: "/acme/workloads?q=no-such-workload",
  },
  { name: "workload", persona: "ana", path: "/acme/workloads/shop/deployment/catalogue" },
  { name: "promote", persona: "ana", path: "/acme/promote?to=prod&from=stage", prepare: planReady },
  { name: "releases", persona: "ana", path: "/acme/releases" },
  { name: "clusters", persona: "ana", path: "/acme/clusters" },
  { name: "new-cluster", persona: "ana", path: "/acme/clusters/new" },
  { name: "settings", persona: "ana", path: "/acme/settings" },
  { name: "mapping", persona: "ana", path: "/acme/settings/mappings/dev/stage" },
  { name: "viewer-promote", persona: "vic", path: "/acme/promote?to=prod&from=stage" },
  { name: "new-organization", persona: "ana", path: "/new" },
  { name: "not-found", persona: "ana", path: "/acme/releases/99999" },
];

for (const { name, persona, path, prepare } of visits) {
  test(`the page ${name} is accessible in both themes`, async ({ page, signIn }) => {
    await signIn(persona);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await prepare?.(page);
    await expectAccessible(page);
    await photograph(page, name);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
}

test("the sign-in page is accessible in both themes", async ({ page }) => {
  await page.goto("/login");
  await expectAccessible(page);
  await photograph(page, "login");
});

test("a cluster is connected with one command and a checklist", async ({ page, signIn }) => {
  await signIn("ana");
  await page.goto("/acme/clusters/new");
  await page.getByLabel("Name", { exact: true }).fill("edge-one");
  await page.getByLabel("Environment").fill("edge");
  await page.getByRole("button", { name: /^Create the cluster/ }).click();
  await expect(page.getByLabel("Command")).toContainText("kubectl apply");
  await expect(page.getByLabel("Command")).toContainText("permissions=sync'");
  await page.getByLabel("Flux or Argo CD").check();
  await page.getByLabel(/^Show the last lines/).check();
  await expect(page.getByLabel("Command")).toContainText("permissions=nudge,logs'");
  await expect(page.getByText("The agent used its token")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "enrolment");
  await page.goto("/acme/clusters");
  await page.getByRole("link", { name: "edge-one" }).click();
  await page.getByLabel(/Type edge-one/).fill("edge-one");
  await page.getByRole("button", { name: "Remove edge-one" }).click();
  await expect(page).toHaveURL(/\/acme\/clusters$/);
  await expect(page.getByRole("link", { name: "edge-one" })).toHaveCount(0);
});

async function selectTwo(page: Page): Promise<void> {
  const matrix = new MatrixPage(page);
  await matrix.select("fraud", "payments");
  await expect(matrix.promoteSelected()).toBeVisible();
}

async function planReady(page: Page): Promise<void> {
  await new PromotePage(page).ready();
}
