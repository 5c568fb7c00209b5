import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

import { PlanResponse } from "#contracts/api/plan.ts";

export interface Hop {
  readonly to: string;
  readonly from?: string;
  readonly workloads: readonly string[];
  readonly tag?: string;
  readonly organization?: string;
}

/** The promote page. */
export class PromotePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the page for a hop; `from` left out is the image repo. */
  async open(hop: Hop): Promise<void> {
    await this.openAt("", hop);
  }

  /** The same in a world at another address. */
  async openAt(url: string, hop: Hop): Promise<void> {
    const { to, from, workloads, tag, organization = "acme" } = hop;
    const query = new URLSearchParams({ to, sel: workloads.join(",") });
    if (from !== undefined) query.set("from", from);
    if (tag !== undefined) query.set("tag", tag);
    await this.#page.goto(`${url}/${organization}/promote?${query}`);
  }

  /** Opens the page until a tag that was just built is on offer: registries are read now and then. */
  async openUntilOffered(hop: Hop, tag: string): Promise<void> {
    await expect(async () => {
      await this.open(hop);
      await this.ready();
      await expect(this.#page.getByText(tag).first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }

  button(): Locator {
    return this.#page.getByRole("button", {
      name: /^(Promote \d+ workloads? to|Roll back to before)/,
    });
  }

  /** Waits until the plan is there and can be released. */
  async ready(): Promise<void> {
    await expect(this.button()).toBeVisible();
    await expect(this.button()).not.toHaveAttribute("aria-disabled", "true");
  }

  /** Presses the button and waits for the release's page; returns the release's number. */
  async promote(): Promise<number> {
    await this.ready();
    await this.button().click();
    await this.#page.waitForURL(/\/releases\/\d+/);
    return Number(/\/releases\/(\d+)/.exec(this.#page.url())?.[1]);
  }

  /** The plan as the server last answered it, for comparing with the commit. */
  static watchPlans(page: Page): { readonly last: () => PlanResponse | null } {
    let last: PlanResponse | null = null;
    page.on("response", (response) => {
      if (!/\/plans(\/|$)/.test(new URL(response.url()).pathname) || !response.ok()) return;
      function take(body: unknown): void {
        const plan = PlanResponse.safeParse(body);
        if (plan.success && plan.data.status !== "calculating") last = plan.data;
      }
      // The body of an answer that the page went on without is gone, and no plan that anybody saw.
      void response.json().then(take, () => undefined);
    });
    return { last: () => last };
  }
}
