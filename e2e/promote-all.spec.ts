import { expect, test } from "./journey.ts";
import { MatrixPage } from "./pages/matrix.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { expectPreviewIsCommit } from "./preview-is-commit.ts";
import { buildImage } from "./stories.ts";

test.describe.configure({ mode: "serial" });

const images = ["registry.globex.test/stores/tills", "registry.globex.test/stores/loyalty"];

test("all that is outdated in a cluster is promoted in three clicks", async ({ page, signIn }) => {
  for (const image of images) await buildImage(image);
  await signIn("gil");
  const plans = PromotePage.watchPlans(page);
  const matrix = new MatrixPage(page);
  await matrix.open("globex");
  await expect(await matrix.behind("loyalty", "live")).toBeVisible();
  await matrix.selectBehind("live").click();
  await matrix.promoteSelected().click();
  const promote = new PromotePage(page);
  await promote.promote();
  const detail = await new ReleasePage(page, "globex").ends();
  expect(detail.status).toBe("succeeded");
  expect(new Set(detail.items.map(({ workload }) => workload)).size).toBeGreaterThanOrEqual(3);
  await expectPreviewIsCommit(plans.last(), detail, "globex/config");
  await matrix.open("globex");
  await expect(matrix.selectBehind("live")).toHaveCount(0);
});

test("the same by keyboard alone, in six presses", async ({ page, signIn }) => {
  for (const image of images) await buildImage(image);
  await signIn("gil");
  const matrix = new MatrixPage(page);
  await matrix.open("globex");
  await expect(await matrix.behind("loyalty", "live")).toBeVisible();
  await expect(await matrix.behind("tills", "live")).toBeVisible();
  await page.keyboard.press("a");
  await expect(matrix.promoteSelected()).toBeVisible();
  await page.keyboard.press("p");
  await new PromotePage(page).ready();
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.waitForURL(/\/releases\/\d+/);
  const detail = await new ReleasePage(page, "globex").ends();
  expect(detail.status).toBe("succeeded");
});
