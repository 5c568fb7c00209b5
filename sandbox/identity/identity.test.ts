import { createHash, randomBytes } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { personas } from "./personas.ts";
import { startIdentity, type Identity } from "./provider.ts";

const redirectUri = "http://127.0.0.1:3000/api/auth/callback/oidc";
const credentials = Buffer.from("stagecoach:secret").toString("base64");
let identity: Identity;

beforeAll(async () => {
  identity = await startIdentity({
    port: 0,
    clientId: "stagecoach",
    clientSecret: "secret",
    redirectUris: [redirectUri],
  });
});

afterAll(() => {
  identity.server.close();
  identity.server.closeAllConnections();
});

describe("the identity provider", () => {
  it("publishes itself by discovery", async () => {
    const answer = await fetch(`${identity.issuer}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({
      issuer: identity.issuer,
      code_challenge_methods_supported: ["S256"],
    });
  });

  it.each(personas)("signs $name in through the code flow with PKCE", async (persona) => {
    const browser = new Browser();
    const verifier = randomBytes(32).toString("base64url");
    const page = await browser.open(authorizeUrl(verifier));
    expect(await page.text()).toContain(persona.email);
    const back = await browser.open(page.url, new URLSearchParams({ persona: persona.id }));
    const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";

    const tokens = await redeem(code, verifier);
    const claims = { name: persona.name, email: persona.email, email_verified: true };
    expect(payloadOf(tokens.id_token)).toMatchObject({ sub: persona.id, ...claims, nonce: "n" });
    const answer = await fetch(`${identity.issuer}/me`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(await answer.json()).toMatchObject(claims);
  });

  it("asks again at the next sign-in of the same browser", async () => {
    const browser = new Browser();
    const page = await browser.open(authorizeUrl("a".repeat(43)));
    await browser.open(page.url, new URLSearchParams({ persona: "ana" }));
    expect((await browser.open(authorizeUrl("b".repeat(43)))).url).toContain("/sign-in/");
  });

  it("refuses an authorization without PKCE", async () => {
    const url = authorizeUrl("a".repeat(43));
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
    const answer = await new Browser().open(url.href);
    expect(answer.headers.get("location")).toContain("error=invalid_request");
  });

  it("explains a sign-in that it does not know", async () => {
    const answer = await fetch(`${identity.issuer}/sign-in/unknown`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("has expired");
  });
});

function authorizeUrl(verifier: string): URL {
  const url = new URL(`${identity.issuer}/auth`);
  url.search = new URLSearchParams({
    client_id: "stagecoach",
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email profile",
    state: "s",
    nonce: "n",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  return url;
}

async function redeem(code: string, verifier: string): Promise<Record<string, string>> {
  const answer = await fetch(`${identity.issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

function payloadOf(token = ""): unknown {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
}

/** Keeps cookies and follows redirects as far as the provider's own pages go. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async open(url: string | URL, form?: URLSearchParams): Promise<Response> {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { method: "POST", body: form } : {}),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    const next = answer.headers.get("location");
    const target = next === null ? null : new URL(next, url);
    return target?.origin === identity.issuer ? this.open(target) : answer;
  }
}
