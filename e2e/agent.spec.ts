import type { Page } from "@playwright/test";

import { ClusterList } from "#contracts/api/cluster.ts";
import type { ClusterSummary } from "#contracts/api/cluster.ts";

import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { setAgent } from "./stories.ts";

async function openCluster(page: Page, name: string): Promise<void> {
  await page.goto("/acme/clusters");
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("region", { name: "Agent", exact: true })).toBeVisible();
}

/** Has the server say this of every agent; the page hears of it by the next event of a cluster. */
async function pretend(page: Page, facts: Partial<ClusterSummary>): Promise<void> {
  await page.route("**/api/v1/orgs/acme/clusters", async (route) => {
    const { items } = ClusterList.parse(await (await route.fetch()).json());
    await route.fulfill({ json: { items: items.map((item) => ({ ...item, ...facts })) } });
  });
}

test("an agent's key is rotated on request, by keyboard, and only by those who may", async ({
  page,
  signIn,
}) => {
  await signIn("ana");
  await openCluster(page, "dev");
  const card = page.getByRole("region", { name: "Agent", exact: true });
  await expect(card).toContainText("Key number 1");
  const rotate = card.getByRole("button", { name: "Rotate the key now" });
  await rotate.focus();
  await page.keyboard.press("Enter");
  await expect(card.getByRole("status")).toHaveText("Rotated: it is number 2 now.");
  await expect(card).toContainText("Key number 2");
  await expectAccessible(page);
  await photograph(page, "agent-key", card);
});

test("a viewer sees the key, and why it is not theirs to rotate", async ({ page, signIn }) => {
  await signIn("vic");
  await openCluster(page, "stage");
  const rotate = page.getByRole("button", { name: "Rotate the key now" });
  await expect(rotate).toHaveAttribute("aria-disabled", "true");
  await expect(rotate).toHaveAccessibleDescription(/you need the role/);
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const refused = await page.request.post(`/api/v1/orgs/acme/clusters/${id}/agent-key`, {
    headers: { origin: new URL(page.url()).origin },
  });
  expect(refused.status()).toBe(403);
});

test("a copied key and a version that is too old are said, with the next step", async ({
  page,
  signIn,
}) => {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const lock = { at: since, cause: "two-agents" } as const;
  await signIn("ana");
  await openCluster(page, "stage");
  await pretend(page, {
    connected: false,
    agentVersion: "0.0.9",
    agentSupport: "too-old",
    key: { generation: 7, since, rotates: true, elsewhere: true, lock },
  });
  await setAgent("acme/stage", "offline");
  try {
    const card = page.getByRole("region", { name: "Agent", exact: true });
    await expect(card).toContainText("took the connection from each other in turns");
    await expect(card).toContainText("the agent enrols anew, with a new key");
    await expect(card).toContainText("It keeps running");
    await expect(card).toContainText("kubectl --namespace stagecoach set image");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("agent locked");
    await expectAccessible(page);
    await photograph(page, "agent-locked");
    await page.getByRole("link", { name: "Clusters" }).first().click();
    await expect(page.getByText("agent too old").first()).toBeVisible();
    await expect(page.getByText("agent locked").first()).toBeVisible();
    await expectAccessible(page);
    await photograph(page, "agents-locked");
  } finally {
    await setAgent("acme/stage", "online");
  }
});
