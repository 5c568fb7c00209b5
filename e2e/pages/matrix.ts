import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The workloads matrix, as its users name its parts. */
export class MatrixPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(organization = "acme", query = ""): Promise<void> {
    const here = this.#page.url();
    const origin = here.startsWith("http") ? new URL(here).origin : "";
    await this.#page.goto(`${origin}/${organization}/workloads${query}`);
    await expect(this.#page.getByRole("grid")).toBeVisible();
  }

  row(name: string): Locator {
    const checkbox = this.#page.getByRole("checkbox", { name: new RegExp(`/ ${name}$`) });
    return this.#page.getByRole("row").filter({ has: checkbox });
  }

  /** The row's cell under a cluster's header. */
  async cell(name: string, cluster: string): Promise<Locator> {
    const header = this.#page
      .getByRole("columnheader")
      .filter({ hasText: new RegExp(`^${cluster}`) });
    const column = await header.getAttribute("aria-colindex");
    return this.row(name).locator(`[aria-colindex="${column ?? ""}"]`);
  }

  /** The amber word that leads to the promote page. */
  async behind(name: string, cluster: string): Promise<Locator> {
    return (await this.cell(name, cluster)).getByRole("link", { name: /behind/ });
  }

  async select(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.row(name).getByRole("checkbox").click();
  }

  selectBehind(cluster: string): Locator {
    const header = this.#page
      .getByRole("columnheader")
      .filter({ hasText: new RegExp(`^${cluster}`) });
    return header.getByRole("button", { name: /^Select \d+ behind/ });
  }

  promoteSelected(): Locator {
    return this.#page.getByRole("button", { name: /^Promote selected…/ });
  }
}
