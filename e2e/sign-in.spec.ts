import { expect, expectAccessible, test } from "./journey.ts";
import { findWorld } from "./world.ts";

test("a link by e-mail lets a new person in, who makes an organization and leaves it empty", async ({
  page,
}) => {
  const { url, sandbox } = findWorld();
  await page.goto("/login");
  await page.getByLabel("E-mail address").fill("nell@new.test");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText(/A link is on its way/)).toBeVisible();
  await page.goto(`${sandbox}/inbox`);
  const mail = page.getByRole("article").filter({ hasText: "nell@new.test" });
  await mail.getByRole("link", { name: new RegExp(`^${url}`) }).click();
  await page.waitForURL(/\/new$/);
  await page.getByLabel(/^Name/).fill("Nell & Sons");
  await page.getByRole("button", { name: /^Create/ }).click();
  await page.waitForURL(/\/nell[a-z-]*\/workloads$/);
  await expectAccessible(page);
  await page.goto(new URL("clusters", page.url()).href);
  await expect(page.getByRole("heading", { name: "No cluster yet" })).toBeVisible();
  await expectAccessible(page);
});

test("a person with two organizations switches between them", async ({ page, signIn }) => {
  await signIn("gil");
  await page.goto("/new");
  await page.getByLabel(/^Name/).fill("Gil's Own");
  await page.getByRole("button", { name: /^Create/ }).click();
  await page.waitForURL(/\/gil[a-z-]*\/workloads$/);
  await page.getByRole("button", { name: "Gil's Own" }).click();
  await page.getByRole("menuitem", { name: /Globex/ }).click();
  await page.waitForURL(/\/globex\/workloads$/);
  await expect(page.getByRole("grid")).toBeVisible();
});
