import type { Page } from "@playwright/test";

import { ClusterList } from "#contracts/api/cluster.ts";
import { PlanResponse } from "#contracts/api/plan.ts";
import type { PlanRequest } from "#contracts/api/plan.ts";

import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { expectPreviewIsCommit } from "./preview-is-commit.ts";
import { buildImage } from "./stories.ts";

const cart = "shop:deployment/cart";
const mailer = "platform:deployment/mailer";

/** Asks for a plan over the API, as a CI job does; the target is a cluster's name. */
async function askForPlan(
  page: Page,
  request: Omit<PlanRequest, "target"> & { readonly target: string },
) {
  const clusters = await page.request.get("/api/v1/orgs/acme/clusters");
  const { items } = ClusterList.parse(await clusters.json());
  const target = items.find(({ name }) => name === request.target)?.id ?? request.target;
  return page.request.post("/api/v1/orgs/acme/plans", {
    headers: { origin: new URL(page.url()).origin },
    data: { ...request, target },
  });
}

test("all of a namespace but one goes, and the one says that it was left out", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  await page.goto("/acme/promote?to=dev&ns=platform");
  const promote = new PromotePage(page);
  const plans = PromotePage.watchPlans(page);
  await promote.ready();
  const boxes = page.getByRole("checkbox", { name: /^Promote platform \/ / });
  expect(await boxes.count()).toBeGreaterThan(0);
  await expect(page.getByRole("checkbox", { name: /^Promote shop \/ / })).toHaveCount(0);
  await page.getByLabel("Namespaces").fill("platform, shop");
  await expect(page.getByRole("checkbox", { name: /^Promote shop \/ / }).first()).toBeVisible();
  await expect(page).toHaveURL(/ns=platform,shop/);
  const first = await boxes.first().getAttribute("aria-label");
  await boxes.first().uncheck();
  await expect(async () => {
    const left = plans.last()?.items.filter(({ reason }) => reason?.code === "excluded") ?? [];
    expect(left.map(({ workload }) => workload)).toContain(
      (first ?? "").replace("Promote platform / ", "platform:deployment/"),
    );
  }).toPass();
  await expect(boxes.first()).not.toBeChecked();
  await expectAccessible(page);
});

test("a precondition that is not met names both images, and changes nothing", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  const web = {
    workload: "shop:deployment/search",
    containers: [{ name: "search", current: "registry.acme.test/shop/search:v0.0.1" }],
  };
  const request = {
    target: "prod",
    source: { kind: "image-repo" as const },
    selection: [web, { workload: "payments:deployment/payments" }],
  };
  const response = await askForPlan(page, request);
  const plan = PlanResponse.parse(await response.json());
  await page.goto(`/acme/promote?plan=${plan.id}`);
  const mismatch = page.getByText(
    /Expected registry\.acme\.test\/shop\/search:v0\.0\.1, but the file says/,
  );
  await expect(mismatch).toBeVisible();
  await expect(page.getByText(/Nothing to change/).first()).toBeVisible();
  await expect(new PromotePage(page).button()).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  const again = await askForPlan(page, { ...request, scope: { skipMismatches: true } });
  const skipping = PlanResponse.parse(await again.json());
  const outcomes = skipping.items.map(({ workload, outcome, reason }) => [
    workload,
    outcome,
    reason?.code ?? null,
  ]);
  expect(outcomes).toContainEqual(["shop:deployment/search", "skipped", "mismatch"]);
  expect(skipping.items.every(({ reason }) => reason?.code !== "held-by-mismatch")).toBe(true);
});

test("a lock is lifted for one release by an owner, and stays in the file", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.open({ to: "prod", workloads: [cart] });
  await page.getByRole("button", { name: /^Change it in spite of the lock: .*cart$/ }).click();
  await expect(page.getByText("lock lifted", { exact: true })).toBeVisible();
  await expect(page.getByText(/in spite of its lock\)/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Code changes of cart" })).toHaveAttribute(
    "href",
    /^https:\/\/gitea\.acme\.test\/shop\/cart\/compare\/[0-9a-f]+\.\.\.[0-9a-f]+$/,
  );
  await expectAccessible(page);
  await photograph(page, "promote-lock-lifted");
  await promote.promote();
  const release = new ReleasePage(page);
  const detail = await release.ends();
  expect(detail.status).toBe("succeeded");
  expect(detail.items.every(({ flags }) => flags.includes("lock-lifted"))).toBe(true);
  expect(detail.diff).not.toMatch(/^[-+].*locked/m);
  await expectPreviewIsCommit(plans.last(), detail);
  await expect(page.getByRole("link", { name: "Code changes of cart" })).toBeVisible();
  await expectAccessible(page);
  await promote.open({ to: "prod", workloads: [cart] });
  await expect(page.getByText(/Locked by Ana/).first()).toBeVisible();
});

test("who may not lift locks is told so, and refused", async ({ page, signIn }) => {
  await signIn("ben");
  await new PromotePage(page).open({ to: "dev", workloads: [mailer] });
  const lifted = {
    target: "dev",
    source: { kind: "image-repo" as const },
    selection: [{ workload: mailer, liftLock: true }],
  };
  const refused = await askForPlan(page, lifted);
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({
    code: "forbidden",
    detail: "To change what is locked, you need the role admin or owner.",
  });
  await page.context().clearCookies();
  await signIn("vic");
  const viewer = await askForPlan(page, lifted);
  expect(viewer.status()).toBe(403);
  expect(await viewer.json()).toMatchObject({ code: "forbidden" });
});

test("one image goes to whoever uses it", async ({ page, signIn }) => {
  const tag = await buildImage("registry.acme.test/shop/cart");
  const image = `registry.acme.test/shop/cart:${tag}`;
  await signIn("ana");
  const promote = new PromotePage(page);
  await expect(async () => {
    await page.goto(`/acme/promote?to=dev&image=${image}`);
    await promote.ready();
  }).toPass();
  await expect(promote.button()).toHaveText(/^Promote 1 workload to dev/);
  await expect(page.getByText("Narrow it down")).toContainText(image);
  await page.getByLabel("One image").fill("registry.acme.test/shop/cart");
  await expect(page.getByText(/names no version/).first()).toBeVisible();
  await page.getByLabel("Labels").fill("= nothing");
  await expect(page.getByText(/no part of a label selector/).first()).toBeVisible();
});
