import { expect, expectAccessible, test } from "./journey.ts";
import { MatrixPage } from "./pages/matrix.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { expectPreviewIsCommit } from "./preview-is-commit.ts";
import { buildImage } from "./stories.ts";

test("one outdated workload is promoted in two clicks", async ({ page, signIn }) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const matrix = new MatrixPage(page);
  await matrix.open();
  await (await matrix.behind("frontend", "dev")).click();
  const promote = new PromotePage(page);
  await promote.ready();
  await expect(promote.button()).toHaveText(/^Promote 1 workload to dev/);
  await expectAccessible(page);
  await promote.promote();
  const release = new ReleasePage(page);
  await release.shows(/succeeded/i);
  const detail = await release.ends();
  expect(detail.status).toBe("succeeded");
  await expectPreviewIsCommit(plans.last(), detail);
  await matrix.open();
  await expect(await matrix.behind("frontend", "dev")).toHaveCount(0);
});

test("a version goes from the image repo to dev, stage and prod", async ({ page, signIn }) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  const release = new ReleasePage(page);
  const workloads = ["shop:deployment/search"];
  const hops = [{ to: "dev" }, { to: "stage", from: "dev" }, { to: "prod", from: "stage" }];
  const versions = new Set<string | null>();
  for (const hop of hops) {
    await promote.open({ ...hop, workloads });
    await promote.promote();
    const detail = await release.ends();
    expect(detail.status, `to ${hop.to}`).toBe("succeeded");
    await expectPreviewIsCommit(plans.last(), detail);
    versions.add(detail.items[0]?.to ?? null);
  }
  expect(versions.size).toBe(1);
});

test("a single container is promoted, the others stay", async ({ page, signIn }) => {
  const tag = await buildImage("registry.acme.test/shop/cart");
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.openUntilOffered({ to: "dev", workloads: ["shop:deployment/cart"] }, tag);
  const planned = page.waitForResponse(
    (response) => response.request().method() === "POST" && response.url().endsWith("/plans"),
  );
  await page.getByRole("checkbox", { name: "Promote container migrate" }).click();
  await planned;
  await promote.promote();
  const detail = await new ReleasePage(page).ends();
  expect(detail.status).toBe("succeeded");
  const updated = detail.items.filter(({ status }) => status === "updated");
  expect(updated.map(({ container }) => container)).toEqual(["cart"]);
  await expectPreviewIsCommit(plans.last(), detail);
});

test("several go together; what cannot is skipped with its reason", async ({ page, signIn }) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.open({
    to: "prod",
    from: "stage",
    workloads: [
      "shop:deployment/cart",
      "payments:deployment/payments",
      "payments:deployment/refunds",
    ],
  });
  await promote.ready();
  await expect(page.getByText(/Locked by Ana/).first()).toBeVisible();
  await expect(
    page.getByText(/prod does not have it yet: no file under .* defines it/),
  ).toBeVisible();
  await expect(promote.button()).toHaveText(/^Promote 1 workload to prod/);
  await promote.promote();
  const detail = await new ReleasePage(page).ends();
  expect(detail.status).toBe("succeeded-with-skips");
  const byStatus = Map.groupBy(detail.items, ({ status }) => status);
  expect(byStatus.get("updated")?.map(({ workload }) => workload)).toEqual([
    "payments:deployment/payments",
  ]);
  expect(byStatus.get("skipped")?.every(({ reason }) => reason !== null)).toBe(true);
  await expectPreviewIsCommit(plans.last(), detail);
});

test("an overlay's image, a list's image and a chart's image are edited where they win", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.open({
    to: "prod",
    from: "stage",
    workloads: ["shop:deployment/recommendations", "platform:deployment/sessions"],
  });
  await promote.promote();
  const detail = await new ReleasePage(page).ends();
  expect(detail.status).toBe("succeeded");
  await expectPreviewIsCommit(plans.last(), detail);
});
