import { expect, expectAccessible, test } from "./journey.ts";
import { MatrixPage } from "./pages/matrix.ts";
import { PromotePage } from "./pages/promote.ts";

test("a viewer sees everything, and why nothing can be changed", async ({ page, signIn }) => {
  await signIn("vic");
  const matrix = new MatrixPage(page);
  await matrix.open();
  await matrix.select("mailer");
  const button = matrix.promoteSelected();
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/you need the role/);
  await expectAccessible(page);
  await page.goto("/acme/clusters/new");
  await expect(page.getByText(/you need the role/).first()).toBeVisible();
  const clusters = await page.request.get("/api/v1/orgs/acme/clusters");
  const [cluster] = (await clusters.json()).items;
  const refused = await page.request.post("/api/v1/orgs/acme/plans", {
    headers: { origin: new URL(page.url()).origin },
    data: { target: cluster.id, source: { kind: "image-repo" } },
  });
  expect(refused.status()).toBe(403);
  expect(refused.headers()["content-type"]).toContain("application/problem+json");
  expect(await refused.json()).toMatchObject({ code: "forbidden", status: 403 });
});

test("a promoter may promote to dev and is told why not to prod", async ({ page, signIn }) => {
  await signIn("ben");
  const promote = new PromotePage(page);
  await promote.open({ to: "prod", from: "stage", workloads: ["platform:deployment/mailer"] });
  await expect(page.getByText(/not in prod/).first()).toBeVisible();
});

test("another organization does not exist for its neighbours", async ({ page, signIn }) => {
  await signIn("gil");
  const answer = await page.goto("/acme/workloads");
  expect(answer?.status()).toBe(404);
  await expectAccessible(page);
  for (const path of ["matrix", "releases", "releases/1", "clusters", "viewer", "events"]) {
    const response = await page.request.get(`/api/v1/orgs/acme/${path}`);
    expect(response.status(), path).toBe(404);
    expect(await response.json(), path).toMatchObject({ code: "not-found" });
  }
});

test("without a session the API says so, and pages lead to the sign-in", async ({ page }) => {
  const response = await page.request.get("/api/v1/orgs/acme/matrix");
  expect(response.status()).toBe(401);
  await page.goto("/acme/workloads");
  await expect(page).toHaveURL(/\/login/);
  await expectAccessible(page);
});
