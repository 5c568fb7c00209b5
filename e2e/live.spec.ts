import { expect, expectAccessible, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { expectPreviewIsCommit } from "./preview-is-commit.ts";
import { kill, setAgent, setDatabase, setGit, setRollouts } from "./stories.ts";

test("a reload and a second tab in the middle of a release miss nothing", async ({
  page,
  context,
  signIn,
}) => {
  await setRollouts("slow");
  try {
    await signIn("ana");
    const plans = PromotePage.watchPlans(page);
    const promote = new PromotePage(page);
    await promote.open({ to: "stage", from: "dev", workloads: ["shop:deployment/reviews"] });
    const number = await promote.promote();
    await expect(page.getByRole("log")).toContainText(/pushed/);
    const second = await context.newPage();
    await second.goto(`/acme/releases/${number}`);
    await page.reload();
    await setRollouts("normal");
    for (const tab of [page, second]) await new ReleasePage(tab).shows(/succeeded/i);
    const ended = await new ReleasePage(page).ends(number);
    await expectPreviewIsCommit(plans.last(), ended);
    const { events } = ended;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    for (const tab of [page, second]) {
      for (const { message } of events) await expect(tab.getByRole("log")).toContainText(message);
    }
  } finally {
    await setRollouts("normal");
  }
});

test("while the git server is away the release waits with the reason, then succeeds", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.open({ to: "stage", from: "dev", workloads: ["shop:deployment/frontend"] });
  await promote.ready();
  await setGit("down");
  try {
    await promote.promote();
    await expect(
      page.getByText(/git server .* (does not answer|answered with)/).first(),
    ).toBeVisible();
    const waiting = await new ReleasePage(page).detail();
    expect(waiting.retryAt).not.toBeNull();
    expect(waiting.status).toBe("running");
  } finally {
    await setGit("up");
  }
  const release = new ReleasePage(page);
  await release.shows(/succeeded/i);
  await expectPreviewIsCommit(plans.last(), await release.ends());
});

test("with the agent offline the commit happens, and the rollout is unknown until it is back", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  await setAgent("acme/stage", "offline");
  try {
    const promote = new PromotePage(page);
    await promote.open({ to: "stage", from: "dev", workloads: ["shop:deployment/catalogue"] });
    await promote.promote();
    const release = new ReleasePage(page);
    await expect.poll(async () => (await release.detail()).commit).not.toBeNull();
    await expect
      .poll(async () => (await release.detail()).items[0]?.status, { timeout: 60_000 })
      .toBe("unknown");
    expect((await release.detail()).status).toBe("running");
  } finally {
    await setAgent("acme/stage", "online");
  }
  const release = new ReleasePage(page);
  await release.shows(/succeeded/i);
  await expectPreviewIsCommit(plans.last(), await release.ends());
});

test("killed workers and a killed gateway cost time, never a commit or an event", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.open({ to: "prod", from: "stage", workloads: ["payments:statefulset/ledger"] });
  await promote.promote();
  await kill("workers");
  await kill("gateway");
  const release = new ReleasePage(page);
  await release.shows(/succeeded/i);
  const ended = await release.ends();
  await expectPreviewIsCommit(plans.last(), ended);
  const { events } = ended;
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
});

test("a restarted web is reconnected to", async ({ page, signIn }) => {
  await signIn("vic");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await kill("web");
  await expect(page.getByText(/Reconnecting/)).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible({ timeout: 30_000 });
});

test("the database away is said on the page, and everything works when it is back", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  await setDatabase("stop");
  try {
    const answer = await page.request.get("/api/v1/orgs/acme/matrix");
    expect(answer.status()).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "unavailable" });
    await page.goto("/acme/workloads");
    await expect(page.getByText(/database/i).first()).toBeVisible();
    await expectAccessible(page);
  } finally {
    await setDatabase("start");
  }
  await expect(async () => {
    await page.goto("/acme/workloads");
    await expect(page.getByRole("grid")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  const plans = PromotePage.watchPlans(page);
  const promote = new PromotePage(page);
  await promote.open({
    to: "stage",
    from: "dev",
    workloads: ["platform:helmrelease/notifications"],
  });
  await promote.promote();
  const release = new ReleasePage(page);
  await release.shows(/succeeded/i);
  await expectPreviewIsCommit(plans.last(), await release.ends());
});
