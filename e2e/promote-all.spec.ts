import { expect, test } from "./journey.ts";
import { MatrixPage } from "./pages/matrix.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { expectPreviewIsCommit } from "./preview-is-commit.ts";
import { buildImage } from "./stories.ts";

test.describe.configure({ mode: "serial" });

const services = ["tills", "loyalty"];

/** New versions of two services. */
async function buildBoth(): Promise<ReadonlyMap<string, string>> {
  const tags = new Map<string, string>();
  for (const service of services) {
    tags.set(service, await buildImage(`registry.globex.test/stores/${service}`));
  }
  return tags;
}

async function expectKnown(matrix: MatrixPage, tags: ReadonlyMap<string, string>): Promise<void> {
  for (const [service, tag] of tags) await expect(matrix.row(service)).toContainText(tag);
}

test("all that is outdated in a cluster is promoted in three clicks", async ({ page, signIn }) => {
  const tags = await buildBoth();
  await signIn("gil");
  const plans = PromotePage.watchPlans(page);
  const matrix = new MatrixPage(page);
  await matrix.open("globex");
  await expectKnown(matrix, tags);
  await expect(matrix.selectBehind("live")).toHaveText("Select 3 behind");
  await matrix.selectBehind("live").click();
  await matrix.promoteSelected().click();
  const promote = new PromotePage(page);
  await promote.promote();
  const detail = await new ReleasePage(page, "globex").ends();
  expect(detail.status).toBe("succeeded");
  expect(new Set(detail.items.map(({ workload }) => workload)).size).toBe(3);
  await expectPreviewIsCommit(plans.last(), detail, "globex/config");
  await matrix.open("globex");
  await expect(matrix.selectBehind("live")).toHaveCount(0);
});

test("the same by keyboard alone, in six presses", async ({ page, signIn }) => {
  const tags = await buildBoth();
  await signIn("gil");
  const matrix = new MatrixPage(page);
  await matrix.open("globex");
  await expectKnown(matrix, tags);
  await expect(matrix.selectBehind("live")).toHaveText("Select 2 behind");
  const plans = PromotePage.watchPlans(page);
  await page.keyboard.press("a");
  await expect(matrix.promoteSelected()).toBeVisible();
  await page.keyboard.press("p");
  await new PromotePage(page).ready();
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.waitForURL(/\/releases\/\d+/);
  const detail = await new ReleasePage(page, "globex").ends();
  expect(detail.status).toBe("succeeded");
  await expectPreviewIsCommit(plans.last(), detail, "globex/config");
});
