import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

import { ReleaseDetail } from "#contracts/api/release.ts";

/** A release's page, and the release as the API tells it. */
export class ReleasePage {
  readonly #page: Page;
  readonly #organization: string;

  constructor(page: Page, organization = "acme") {
    this.#page = page;
    this.#organization = organization;
  }

  /** The release in the page's address, or the given one. */
  async detail(number = this.number()): Promise<ReleaseDetail> {
    const { origin } = new URL(this.#page.url());
    const response = await this.#page.request.get(
      `${origin}/api/v1/orgs/${this.#organization}/releases/${number}`,
    );
    return ReleaseDetail.parse(await response.json());
  }

  number(): number {
    return Number(/\/releases\/(\d+)/.exec(this.#page.url())?.[1]);
  }

  /** Waits until the page itself shows the outcome beside its heading. */
  async shows(status: RegExp, timeout = 45_000): Promise<void> {
    const head = this.#page.getByRole("heading", { level: 1 }).locator("..");
    await expect(head).toContainText(status, { timeout });
  }

  /** Waits for a release that is over, by the API. */
  async ends(number = this.number()): Promise<ReleaseDetail> {
    await expect
      .poll(async () => (await this.detail(number)).finishedAt, { timeout: 45_000 })
      .not.toBeNull();
    return this.detail(number);
  }
}
