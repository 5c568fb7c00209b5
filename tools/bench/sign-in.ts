import { z } from "zod";

import { Browser } from "./browser.ts";

const CsrfToken = z.object({ csrfToken: z.string() });
const Redirect = z.object({ url: z.string() });

/** Signs a persona of the sandbox in to the web and returns their browser. */
export async function signIn(web: string, persona: string): Promise<Browser> {
  const browser = new Browser();
  const csrf = await browser.fetch(`${web}/api/auth/csrf`);
  const { csrfToken } = CsrfToken.parse(await csrf.json());
  const start = await browser.fetch(`${web}/api/auth/signin/oidc`, {
    method: "POST",
    body: new URLSearchParams({ csrfToken, callbackUrl: web, json: "true" }),
  });
  const people = await browser.open(Redirect.parse(await start.json()).url);
  await people.body?.cancel();
  const back = await browser.open(people.url, new URLSearchParams({ persona }));
  await back.body?.cancel();
  if (!back.ok || back.url.includes("error=")) throw new Error(`signing in ended at ${back.url}`);
  return browser;
}
