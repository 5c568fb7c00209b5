import { ClusterNeighbour } from "./cluster-objects.ts";
import { ConfigRepository } from "./config-repository.ts";
import { expect, expectAccessible, photograph, test } from "./journey.ts";
import { SyncPart } from "./pages/sync.ts";
import { setAgent } from "./stories.ts";

const path = "/apis/apps/v1/namespaces/platform/deployments/thumbnails";
const name = "Deployment platform/thumbnails";

/** Somebody scales a Deployment by hand, and means it. */
async function scaleByHand(replicas: number): Promise<ClusterNeighbour> {
  const neighbour = new ClusterNeighbour("stage", "scaled-by-hand");
  await neighbour.apply(path, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "thumbnails", namespace: "platform" },
    spec: { replicas },
  });
  return neighbour;
}

test("what somebody else manages is shown, compared, and taken over once it is agreed to", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  const neighbour = await scaleByHand(4);
  await signIn("ana");
  const sync = new SyncPart(page);
  await sync.open("stage");

  await sync.button("Show what would change").click();
  await expect(sync.comparison.getByRole("status")).toContainText("1 changed", { timeout: 30_000 });
  await expect(sync.comparison.getByRole("listitem")).toContainText(name);
  await expect(sync.comparison.getByRole("listitem")).toContainText(".spec.replicas");
  await expect(sync.comparison.getByRole("listitem")).toContainText("now: 4");
  await expect(sync.comparison.getByRole("listitem")).toContainText("git: 2");
  await expectAccessible(page);
  await photograph(page, "sync-comparison", sync.part);

  await sync.button("Sync again").click();
  await sync.stands(/incomplete/);
  await expect(sync.comparison).toHaveCount(0);
  await expect(sync.part).toContainText(".spec.replicas is managed by scaled-by-hand");
  await expect(sync.consent.getByRole("checkbox", { name: "Take over 1 object" })).toBeVisible();
  await expect(sync.consent).toContainText(name);
  const agree = sync.consent.getByRole("button");
  await expect(agree).toHaveAccessibleDescription("Tick what it may do.");
  await expectAccessible(page);
  await photograph(page, "sync-conflict", sync.part);

  await sync.consent.getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await sync.stands(/synced/);
  await expect(sync.consent).toHaveCount(0);
  await expect(sync.part).toContainText("with consent");
  expect(await neighbour.read(path)).toMatchObject({ spec: { replicas: 2 } });

  await scaleByHand(5);
  await sync.button("Sync again").click();
  await sync.stands(/incomplete/);
  await expect(sync.consent).toBeVisible();
});

test("what git dropped in a mass, and its namespace, goes only when a person agrees", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await using clone = await ConfigRepository.clone();
  await clone.write("clusters/dev/scratch.yaml", scratchNamespace());
  const neighbour = new ClusterNeighbour("dev", "kubectl");
  await signIn("ana");
  const sync = new SyncPart(page);
  await sync.open("dev");
  const path = "/api/v1/namespaces/scratch";
  await expect
    .poll(() => neighbour.read(path).catch(() => null), { timeout: 30_000 })
    .toMatchObject({ metadata: { name: "scratch" } });

  await clone.write("clusters/dev/scratch.yaml", "");
  await sync.stands(/asks you/);
  await expect(sync.consent.getByRole("checkbox")).toHaveCount(2);
  await expect(sync.part).toContainText(/14 of \d+ objects are no longer in git/);
  const agree = sync.consent.getByRole("button");
  await sync.consent.getByRole("checkbox", { name: "Delete a namespace or definition" }).check();
  await expect(agree).toHaveAccessibleDescription(/together with the objects/);
  await sync.consent.getByRole("checkbox", { name: "Delete 13 objects" }).check();
  await expect(agree).toHaveAccessibleDescription("Type the cluster's name first.");
  await expectAccessible(page);
  await photograph(page, "sync-deletes", sync.part);

  await sync.consent.getByRole("textbox", { name: "Type dev to confirm" }).fill("dev");
  await agree.click();
  await sync.stands(/synced/);
  await expect(sync.part.getByRole("definition").filter({ hasText: "14" })).toBeVisible();
  await expect
    .poll(() => neighbour.read(path).then(deletedOrGone, () => true), { timeout: 30_000 })
    .toBe(true);
});

test("a viewer sees the sync, and why it cannot be steered", async ({ page, signIn }) => {
  await scaleByHand(3);
  await signIn("ana");
  const sync = new SyncPart(page);
  await sync.open("stage");
  await sync.button("Sync again").click();
  await sync.stands(/incomplete/);
  await page.context().clearCookies();
  await signIn("vic");
  await sync.open("stage");
  await sync.stands(/incomplete/);
  await expect(sync.part).toContainText(name);
  await expect(sync.button("Sync again")).toHaveAccessibleDescription(/you need the role/);
  await expect(sync.consent.getByRole("checkbox")).toBeDisabled();
  await expect(sync.consent.getByRole("button")).toHaveAccessibleDescription(/you need the role/);
  await expectAccessible(page);
});

test("an agent that is offline is said to be, and what it told keeps its age", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("ana");
  const sync = new SyncPart(page);
  await sync.open("dev");
  await setAgent("acme/dev", "offline");
  try {
    const compare = sync.button("Show what would change");
    // A line that is cut is found by its silence.
    const found = { timeout: 60_000 };
    await expect(compare).toHaveAccessibleDescription("The agent is offline.", found);
    await sync.button("Sync again").click();
    await sync.stands(/offline/);
    await photograph(page, "sync-offline", sync.part);
  } finally {
    await setAgent("acme/dev", "online");
  }
  await sync.stands(/synced/);
});

/** A namespace with more settings in it than are deleted without asking. */
function scratchNamespace(): string {
  const settings = Array.from({ length: 13 }, (_, index) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `settings-${index + 1}`, namespace: "scratch" },
  }));
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "scratch" } };
  return [namespace, ...settings].map((object) => JSON.stringify(object)).join("\n---\n");
}

/** A real control plane takes a moment to empty a namespace; without its controllers it never does. */
function deletedOrGone(object: unknown): boolean {
  return JSON.stringify(object).includes("deletionTimestamp");
}
