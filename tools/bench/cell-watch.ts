import { chromium } from "@playwright/test";
import type { Page } from "@playwright/test";

import { findBrowser } from "#tools/test/browser.ts";

interface Shown {
  readonly text: string;
  /** Milliseconds since 1970, when the document had changed. */
  readonly at: number;
}

/** Cells of an open matrix, followed by a MutationObserver in the page. */
export interface CellWatch {
  /** When the cell of the row first showed the text after the call; throws where it does not within 10 s. */
  readonly shows: (row: string, text: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

const longestWaitMs = 10_000;

/** Signs in, opens the matrix of acme in a real browser and follows the first cluster's cells of these rows. */
export async function openCellWatch(web: string, rows: readonly string[]): Promise<CellWatch> {
  const executablePath = await findBrowser();
  if (executablePath === null) throw new Error("There is no browser to measure with.");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const shown = new Map(rows.map((row) => [row, new Array<Shown>()]));
  let changed = Promise.withResolvers<void>();
  const page = await browser.newPage({ viewport: { width: 1280, height: 3_000 } });
  await page.exposeFunction("cellShows", (row: string, text: string, at: number) => {
    shown.get(row)?.push({ text, at });
    changed.resolve();
    changed = Promise.withResolvers();
  });
  await signIn(page, web);
  await page.goto(`${web}/acme`);
  for (const row of rows) await page.locator(`[data-place="${row} 2"]`).waitFor();
  await page.evaluate(follow, rows);
  return {
    async shows(row, text) {
      const seen = shown.get(row) ?? [];
      seen.length = 0;
      const deadline = performance.now() + longestWaitMs;
      for (;;) {
        const found = seen.find((each) => each.text.includes(text));
        if (found !== undefined) return found.at;
        const leftMs = deadline - performance.now();
        if (leftMs < 0) throw new Error(`${row} did not show ${text}`);
        const timer = setTimeout(changed.resolve, leftMs);
        await changed.promise;
        clearTimeout(timer);
      }
    },
    close: () => browser.close(),
  };
}

async function signIn(page: Page, web: string): Promise<void> {
  await page.goto(`${web}/login`);
  await page.getByRole("button", { name: /Sample identities/ }).click();
  await page.getByRole("button", { name: /^Ana\b/ }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** Runs in the page. */
function follow(rows: readonly string[]): void {
  const told = new Map<string, string>();
  new MutationObserver(() => {
    const at = performance.timeOrigin + performance.now();
    for (const row of rows) {
      const text = document.querySelector(`[data-place="${row} 2"]`)?.textContent ?? "";
      if (told.get(row) === text) continue;
      told.set(row, text);
      tell(row, text, at);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });

  function tell(...change: readonly [string, string, number]): void {
    const cellShows: unknown = Reflect.get(globalThis, "cellShows");
    if (typeof cellShows === "function") cellShows(...change);
  }
}
