import type { Page } from "@playwright/test";

import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { PlayedFlux } from "./played-flux.ts";
import { buildImage } from "./stories.ts";
import { findWorld } from "./world.ts";

const image = "registry.globex.test/stores/tills";
const workload = "stores:deployment/tills";
const fleet = "https://github.com/globex/fleet";

test("what Flux deploys from is offered, and what it holds back is said", async ({
  page,
  signIn,
}) => {
  test.setTimeout(240_000);
  const flux = new PlayedFlux();
  const own = { url: `${findWorld().git.url}/globex/config.git`, branch: "main" };
  await signIn("gil");
  try {
    await openCluster(page);
    await expect(page.getByText("No workload here carries a mark of Flux")).toBeVisible();
    await expect(page.getByText("so say it yourself")).toBeVisible();
    await photographOffers(page, "cluster-without-engine");

    await flux.deployFrom({ ...own, path: "./clusters" });
    await offersFilledIn(page, "clusters");
    await flux.deployFrom({ ...own, path: "./clusters/live" });
    await offersFilledIn(page, "clusters/live");

    await flux.deployFrom({ url: fleet, branch: "main", path: "./apps/live" });
    await differs(page);
    await flux.deployFrom({ ...own, path: "./clusters/live" }, true);
    await saidBeforePromoting(page, flux, { ...own, path: "./clusters/live" });
    await chainIsShown(page);
  } finally {
    await flux.uninstall();
  }
});

async function openCluster(page: Page): Promise<void> {
  await page.goto("/globex/clusters");
  await page.getByRole("link", { name: "live", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("live");
}

/** The offer fills the form in, and saving makes it the cluster's source. */
async function offersFilledIn(page: Page, folder: string): Promise<void> {
  const sentence = new RegExp(`^Flux deploys 3 workloads from ${folder} of .+, branch main$`);
  const offer = page.getByRole("listitem").filter({ has: page.getByText(sentence) });
  await expect(offer).toBeVisible({ timeout: 30_000 });
  await photographOffers(page, `cluster-offer-${folder.replace("/", "-")}`);
  await offer.getByRole("button", { name: /^Use this/ }).press("Enter");
  await expect(page.getByLabel("Path")).toHaveValue(folder);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The branch is being read.")).toBeVisible();
  await expect(offer.getByText("chosen")).toBeVisible();
}

/** Flux deploys from a repository that is not the cluster's: said, and offered for connecting. */
async function differs(page: Page): Promise<void> {
  await expect(
    page.getByText("A commit here reaches no workload that Flux or Argo CD deploy:"),
  ).toBeVisible({ timeout: 30_000 });
  await photographOffers(page, "cluster-source-differs");
  await page.getByRole("link", { name: "Connect this repository" }).click();
  await expect(page.getByLabel("Git URL")).toHaveValue(fleet);
  await expectAccessible(page);
  await page.getByText("None, it is public").click();
  await page.getByRole("button", { name: "Connect and check" }).click();
  const next = page.getByRole("link", { name: "Choose it for live" });
  await expect(next).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "repository-for-cluster");
  await next.click();
  await expect(page.getByRole("button", { name: /^Use this: Flux deploys/ })).toBeVisible();
}

async function saidBeforePromoting(
  page: Page,
  flux: PlayedFlux,
  source: Parameters<PlayedFlux["deployFrom"]>[0],
): Promise<void> {
  const tag = await buildImage(image);
  const promote = new PromotePage(page);
  await promote.openUntilOffered(
    { to: "live", workloads: [workload], organization: "globex" },
    tag,
  );
  const notice = page.getByText("Flux Kustomization flux-system/stores is suspended.");
  await expect(async () => {
    await page.reload();
    await promote.ready();
    await expect(notice).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByText("Concerns the one workload: stores/tills.")).toBeVisible();
  await expect(
    page.getByText("flux resume kustomization stores --namespace flux-system"),
  ).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "promote-held");
  await flux.deployFrom(source);
  await expect(notice).toHaveCount(0, { timeout: 30_000 });
}

async function chainIsShown(page: Page): Promise<void> {
  await page.goto("/globex/workloads/stores/deployment/tills");
  await expect(page.getByText("Applied by Flux Kustomization flux-system/stores")).toBeVisible();
  const chain = page.getByRole("list", { name: "What applies that" });
  await expect(chain).toContainText("applied by Flux Kustomization flux-system/root (the root)");
  await expectAccessible(page);
  await photograph(page, "workload-engine");
}

/** Fits the width of a phone, is accessible, and is photographed with the offers in sight. */
async function photographOffers(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await page.getByRole("heading", { name: "Where its manifests live" }).scrollIntoViewIfNeeded();
  await photograph(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 900 });
}
