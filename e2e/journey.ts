import { mkdir } from "node:fs/promises";
import path from "node:path";

import AxeBuilder from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

import { findWorld } from "./world.ts";

export type Persona = "ana" | "ben" | "vic" | "gil";

const personaNames: Readonly<Record<Persona, RegExp>> = {
  ana: /^Ana\b/,
  ben: /^Ben\b/,
  vic: /^Vic\b/,
  gil: /^Gil\b/,
};

const screenshots = "screenshots";

/** A journey: a browser on the world, and what every journey does. */
export const test = base.extend<{ readonly signIn: (persona: Persona) => Promise<void> }>({
  baseURL: async ({}, use) => use(findWorld().url),
  signIn: async ({ page }, use) => {
    await use((persona) => signInAs(page, persona));
  },
});

/** Signs in through the identity provider, as a person does. */
export async function signInAs(page: Page, persona: Persona): Promise<void> {
  await signInAt(page, findWorld().url, persona);
}

/** The same in a world at another address. */
export async function signInAt(page: Page, url: string, persona: Persona): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByRole("button", { name: /Sample identities/ }).click();
  await page.getByRole("button", { name: personaNames[persona] }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** No accessibility violations on the page as it is, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
    );
    expect(found, `accessibility in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Pictures of the page, or of a part of it, at two widths in two themes, for people to look at. */
export async function photograph(page: Page, name: string, part?: Locator): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await (part ?? page).screenshot({
        path: path.join(screenshots, `${name}-${colorScheme}-${width}.png`),
      });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

export { expect };
