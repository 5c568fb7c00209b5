import { ConfigRepository } from "./config-repository.ts";
import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { expectPreviewIsCommit } from "./preview-is-commit.ts";
import { mirrorImage } from "./stories.ts";

const image = "registry.acme.test/payments/settlement";
const mirror = "docker.io/acmemirror/settlement";
const workload = "payments:cronjob/settlement";
const mappingUrl = "/acme/settings/mappings/stage/prod";

test("a version goes to a cluster that pulls from another registry", async ({ page, signIn }) => {
  test.slow();
  const file = await pullFromMirror();
  await signIn("ana");
  const preview = page.getByRole("region", { name: "Preview of the mapping" });
  await expect(async () => {
    await page.goto("/acme/settings");
    await page.getByRole("link", { name: "Map stage to prod" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("stage to prod");
    await expect(preview).toContainText(`No image of stage becomes ${mirror}`, { timeout: 2_000 });
  }).toPass();

  await page.getByRole("button", { name: "Add an image rewrite" }).click();
  const rewrite = page.getByRole("listitem", { name: "image rewrite 1" });
  await rewrite.getByLabel("In stage").fill("settlement");
  await expect(rewrite.getByLabel("In stage")).toHaveAccessibleDescription(
    /cannot be the "from" of an image rewrite/,
  );
  await rewrite.getByLabel("In stage").fill("registry.acme.test/payments/settlement");
  await rewrite.getByLabel("is, in prod").fill(mirror);
  await expect(preview).toContainText(`${image} becomes ${mirror}`);
  await expect(preview).not.toContainText("No image of stage becomes");
  await expectAccessible(page);
  await photograph(page, "mapping-preview");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("button", { name: "Remove the mapping" })).toBeVisible();

  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.open({ to: "prod", from: "stage", workloads: [workload] });
  await promote.promote();
  const release = await new ReleasePage(page).ends();
  expect(release.items[0]?.to).toMatch(new RegExp(`^${mirror.replaceAll(".", "\\.")}:`));
  await expectPreviewIsCommit(plans.last(), release);
  await using clone = await ConfigRepository.clone();
  expect(await clone.read(file)).toContain(release.items[0]?.to);
});

test("two admins do not overwrite each other's mapping", async ({ page, signIn }) => {
  await signIn("ana");
  await page.goto(mappingUrl);
  const add = page.getByRole("button", { name: "Add a workload rule" });
  await add.click();
  const rule = page.getByRole("listitem", { name: "workload rule 1" });
  await rule.getByLabel("In stage").fill("shop:deployment/mine-*");
  await rule.getByLabel("is, in prod").fill("shop:deployment/*");
  await saveTheirs(page);
  await page.getByRole("button", { name: "Save the mapping" }).click();
  await expect(page.getByText(/Somebody else changed this mapping/)).toBeVisible();
  await expect(rule.getByLabel("In stage")).toHaveValue("shop:deployment/mine-*");
  await page.getByRole("button", { name: "Load the newest, drop mine" }).click();
  await expect(rule.getByLabel("In stage")).toHaveValue("shop:deployment/theirs-*");

  await page.getByRole("button", { name: "Remove the mapping" }).click();
  await page.getByRole("button", { name: "Remove the mapping" }).click();
  await expect(page).toHaveURL(/\/acme\/settings$/);
  await expect(page.getByText("No mapping: all clusters use the same names.")).toBeVisible();
});

/** Has prod's file name the image in the mirror; returns the file. */
async function pullFromMirror(): Promise<string> {
  await mirrorImage(image, mirror);
  await using clone = await ConfigRepository.clone();
  const found = await clone.git("grep", "-l", image, "--", "clusters/prod");
  const file = found.trim();
  await clone.write(file, (await clone.read(file)).replaceAll(image, mirror));
  return file;
}

async function saveTheirs(page: Parameters<typeof PromotePage.watchPlans>[0]): Promise<void> {
  const url = "/api/v1/orgs/acme/settings/mappings/stage/prod";
  const { version, images } = await (await page.request.get(url)).json();
  const workloads = [{ from: "shop:deployment/theirs-*", to: "shop:deployment/*" }];
  const headers = { origin: new URL(page.url()).origin };
  const saved = await page.request.put(url, { headers, data: { version, images, workloads } });
  expect(saved.status()).toBe(200);
}
