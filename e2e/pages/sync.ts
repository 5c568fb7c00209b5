import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { z } from "zod";

const Clusters = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

/** The part of a cluster's page that is about its sync. */
export class SyncPart {
  readonly #page: Page;
  readonly part: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.part = page.getByRole("region", { name: "Sync", exact: true });
  }

  async open(cluster: string): Promise<void> {
    const answer = await this.#page.request.get("/api/v1/orgs/acme/clusters");
    const { items } = Clusters.parse(await answer.json());
    const id = items.find(({ name }) => name === cluster)?.id ?? "";
    await this.#page.goto(`/acme/clusters/${id}`);
    await expect(this.part.getByRole("status").first()).toBeVisible();
  }

  /** Waits until the sync stands like this. */
  async stands(word: RegExp, timeout = 30_000): Promise<void> {
    await expect(this.part.getByRole("status").first()).toContainText(word, { timeout });
  }

  button(name: string | RegExp): Locator {
    return this.part.getByRole("button", { name });
  }

  get consent(): Locator {
    return this.part.getByRole("form", { name: "The sync asks before it does this" });
  }

  get comparison(): Locator {
    return this.part.getByRole("region", { name: /^What syncing/ });
  }
}
