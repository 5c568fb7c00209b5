import { createHash, createPrivateKey, sign } from "node:crypto";

import type { Dispatcher } from "undici";
import { z } from "zod";

import { DomainError } from "#domain/error.ts";
import type { GitCredentials } from "#ports/git-repository.ts";

import type { AddressRules } from "./address-rules.ts";
import { unavailable } from "./failure.ts";
import { exchange } from "./http-request.ts";

type GitHubApp = Extract<GitCredentials, { kind: "github-app" }>;

const Answer = z.object({ token: z.string().min(1), expires_at: z.iso.datetime() });

/** GitHub takes at most ten minutes; clocks differ. */
const proofSeconds = 540;
const clockSkewSeconds = 60;
/** A token is not used in its last minutes, so that no push outlives it. */
const marginMs = 5 * 60_000;

interface Bought {
  readonly token: string;
  readonly goodUntil: number;
}

/** Installation tokens of GitHub Apps, bought with the app's key and kept until shortly before they expire. */
export class InstallationTokens {
  readonly #way: { readonly agent: Dispatcher; readonly addresses: AddressRules };
  readonly #bought = new Map<string, Promise<Bought>>();

  constructor(way: { readonly agent: Dispatcher; readonly addresses: AddressRules }) {
    this.#way = way;
  }

  /** A token that is good for some minutes at least. Throws "forbidden" where GitHub refuses the app. */
  async tokenOf(app: GitHubApp, signal?: AbortSignal): Promise<string> {
    const key = nameOf(app);
    const known = await this.#bought.get(key);
    if (known && known.goodUntil > Date.now()) return known.token;
    const buying = this.#buy(app, signal);
    this.#bought.set(key, buying);
    buying.catch(() => this.#bought.delete(key));
    return (await buying).token;
  }

  /** Forgets the app's token; false when there was none. */
  forget(app: GitHubApp): boolean {
    return this.#bought.delete(nameOf(app));
  }

  async #buy(app: GitHubApp, signal: AbortSignal | undefined): Promise<Bought> {
    const base = app.apiUrl.replace(/\/+$/, "");
    const url = new URL(`${base}/app/installations/${app.installationId}/access_tokens`);
    const { status, body } = await exchange(
      {
        url,
        method: "POST",
        headers: { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" },
        authorization: `Bearer ${appProof(app, Date.now())}`,
        signal,
      },
      this.#way,
    );
    if (status === 401 || status === 403 || status === 404) throw notInstalled(url.host, app);
    const answer = Answer.safeParse(status === 201 ? parseJson(body) : null);
    if (!answer.success) throw unavailable(url.host, `gave no installation token (${status})`);
    const { token, expires_at: expiresAt } = answer.data;
    return { token, goodUntil: Date.parse(expiresAt) - marginMs };
  }
}

/** The JSON Web Token (RS256) by which an app proves itself. Throws "invalid" for a key that is none. */
export function appProof({ appId, privateKey }: GitHubApp, now: number): string {
  const seconds = Math.floor(now / 1000);
  const claims = { iat: seconds - clockSkewSeconds, exp: seconds + proofSeconds, iss: appId };
  const text = [{ alg: "RS256", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  try {
    const key = createPrivateKey(privateKey);
    return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
  } catch {
    const message = "The private key of the GitHub App cannot be read. Paste the whole .pem file.";
    throw new DomainError("invalid", message, { pointer: "/credentials/privateKey" });
  }
}

function nameOf({ apiUrl, appId, installationId, privateKey }: GitHubApp): string {
  const parts = [apiUrl, appId, installationId, privateKey];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function notInstalled(host: string, { appId, installationId }: GitHubApp): DomainError {
  const message = `${host} refuses the GitHub App ${appId} with installation ${installationId}. Check both numbers and the private key.`;
  return new DomainError("forbidden", message, { host });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
