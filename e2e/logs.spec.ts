import type { Locator, Page } from "@playwright/test";

import type { PodLogsAnswer } from "#contracts/api/pod-logs.ts";

import { expect, expectAccessible, photograph, signInAs, test } from "./journey.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";
import { buildImage, setAgent } from "./stories.ts";

const workload = "payments:deployment/refunds";

/** Promotes a version that crashes to dev and waits until its release has failed. */
async function failARelease(page: Page): Promise<void> {
  const tag = await buildImage("registry.acme.test/payments/refunds", "crash");
  const promote = new PromotePage(page);
  await promote.openUntilOffered({ to: "dev", workloads: [workload] }, tag);
  await promote.promote();
  await new ReleasePage(page).shows(/failed/i, 20_000);
}

/** Pictures of a part of the page alone, which may stand far down. */
async function photographPart(page: Page, part: Locator, name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await part.screenshot({ path: `screenshots/${name}-${colorScheme}-${width}.png` });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

/** Has the server answer like this, whatever is asked. */
async function answerWith(page: Page, answer: PodLogsAnswer["answer"]): Promise<void> {
  const at = new Date().toISOString();
  const waitUntil = new Date(Date.now() + 30_000).toISOString();
  const body: PodLogsAnswer = {
    id: null,
    pod: "refunds-1",
    container: "refunds",
    containers: ["refunds", "proxy"],
    askedAt: at,
    waitUntil,
    forgetAt: at,
    answer,
  };
  await page.route("**/pod-logs", (route) => route.fulfill({ status: 202, json: body }));
}

test("the log of a failing pod is one click away, by keyboard too, and only for those who may", async ({
  page,
  signIn,
}) => {
  test.slow();
  await signIn("ana");
  await failARelease(page);
  const show = page.getByRole("button", { name: /^Show log of refunds-/ });
  await show.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("region", { name: /^Log of refunds-/ });
  await expect(panel.getByText(/FATAL/).first()).toBeVisible();
  await expect(
    panel.getByText(/Back-off restarting failed container|Created container/).first(),
  ).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "pod-log");
  await photographPart(page, panel, "pod-log-panel");

  await page.getByRole("button", { name: /^Hide log of refunds-/ }).click();
  await expect(panel).toBeHidden();

  const { pathname } = new URL(page.url());
  await page.context().clearCookies();
  await signInAs(page, "vic");
  await page.goto(pathname);
  const refused = page.getByRole("button", { name: /^Show log of refunds-/ });
  await expect(refused).toHaveAttribute("aria-disabled", "true");
  await expect(refused).toHaveAccessibleDescription(/you need the role/);
  await expectAccessible(page);
});

test("the workload's page shows it as well, and says when the agent is offline", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  await page.goto("/acme/workloads/payments/deployment/refunds");
  const pods = page.getByRole("region", { name: "Pods in dev" });
  const show = pods.getByRole("button", { name: /^Show log of refunds-/ }).first();
  await expect(show).toBeVisible({ timeout: 30_000 });
  await show.click();
  await expect(pods.getByText(/FATAL/).first()).toBeVisible();
  await setAgent("acme/dev", "offline");
  try {
    await expect(async () => {
      await pods.getByRole("button", { name: "Ask again" }).click();
      await expect(pods.getByText(/is offline/)).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    await expectAccessible(page);
    await photographPart(page, pods, "pod-log-offline");
  } finally {
    await setAgent("acme/dev", "online");
  }
});

const states: readonly { readonly answer: PodLogsAnswer["answer"]; readonly words: RegExp }[] = [
  { answer: { state: "waiting" }, words: /Asking the agent of dev/ },
  { answer: { state: "no-right" }, words: /permissions\.logs=true/ },
  { answer: { state: "gone" }, words: /The pod is gone/ },
  { answer: { state: "too-old" }, words: /Upgrade it/ },
  { answer: { state: "unanswered" }, words: /did not answer/ },
  {
    answer: {
      state: "read",
      runs: [
        { run: "previous", text: "x".repeat(3000), truncated: true, unread: null },
        { run: "current", text: "", truncated: false, unread: null },
      ],
      events: [],
    },
    words: /Older lines are left out/,
  },
];

test("whatever comes of it is said in words", async ({ page, signIn }) => {
  test.slow();
  await signIn("ana");
  await page.goto("/acme/workloads/payments/deployment/refunds");
  const pods = page.getByRole("region", { name: "Pods in dev" });
  for (const { answer, words } of states) {
    await answerWith(page, answer);
    await page.reload();
    await pods
      .getByRole("button", { name: /^Show log of refunds-/ })
      .first()
      .click();
    await expect(pods.getByText(words).first()).toBeVisible();
    await expectAccessible(page);
    await photographPart(page, pods, `pod-log-${answer.state}`);
    await page.unroute("**/pod-logs");
  }
});
