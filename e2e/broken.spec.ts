import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { expectPreviewIsCommit } from "./preview-is-commit.ts";
import { buildImage } from "./stories.ts";

test("an image that cannot be pulled is named in words, and rolled back in two clicks", async ({
  page,
  signIn,
}) => {
  const tag = await buildImage("registry.acme.test/payments/fraud", "missing");
  await signIn("ana");
  const promote = new PromotePage(page);
  await promote.openUntilOffered({ to: "dev", workloads: ["payments:deployment/fraud"] }, tag);
  await promote.promote();
  const release = new ReleasePage(page);
  await release.shows(/failed/i, 12_000);
  await expect(page.getByText(/cannot pull/i).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "release-failed");
  const broken = await release.ends();
  expect(broken.items.find(({ status }) => status === "failed")?.reason).toMatch(/pull/i);

  const plans = PromotePage.watchPlans(page);
  await page.getByRole("link", { name: /^Roll back…/ }).click();
  await promote.ready();
  await expect(promote.button()).toHaveText(new RegExp(`^Roll back to before #${broken.number}`));
  await promote.promote();
  const restored = await release.ends();
  expect(restored.status).toBe("succeeded");
  expect(restored.rollbackOf).toBe(broken.number);
  expect(restored.items[0]?.to).toBe(broken.items[0]?.from);
  await expectPreviewIsCommit(plans.last(), restored);
});

test("an image that crashes is named with its exit code", async ({ page, signIn }) => {
  const tag = await buildImage("registry.acme.test/payments/refunds", "crash");
  await signIn("ana");
  const promote = new PromotePage(page);
  await promote.openUntilOffered({ to: "dev", workloads: ["payments:deployment/refunds"] }, tag);
  await promote.promote();
  const release = new ReleasePage(page);
  await release.shows(/failed/i, 20_000);
  const detail = await release.ends();
  expect(detail.items.find(({ status }) => status === "failed")?.reason).toMatch(/exit/i);
});
