import { createPublicKey, randomBytes, verify } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { z } from "zod";

import { respondJson, respondText } from "#sandbox/http/respond.ts";

const Claims = z.object({ iat: z.number(), exp: z.number(), iss: z.coerce.string() });
const installationPath = /^\/app\/installations\/(\d+)\/access_tokens$/;
const longestProofSeconds = 600;

/** An app as a person registered it: its number, its public key, where it is installed. */
export interface RegisteredApp {
  readonly appId: string;
  readonly installationId: string;
  readonly publicKey: string;
}

/**
 * The part of GitHub's API that sells installation tokens, simulated: it checks an app's signature and times as GitHub
 * documents them, and `isGood` tells the git server which tokens to take.
 */
export class SimulatedAppApi {
  readonly #app: RegisteredApp;
  readonly #lifetimeMs: number;
  readonly #goodUntil = new Map<string, number>();
  /** How many tokens were sold. */
  sold = 0;

  constructor(app: RegisteredApp, lifetimeMs: number) {
    this.#app = app;
    this.#lifetimeMs = lifetimeMs;
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    const [, installation] = installationPath.exec(request.url ?? "") ?? [];
    const proof = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!this.#isProof(proof)) return respondText(response, 401, "A JSON web token is required");
    if (installation !== this.#app.installationId) return respondText(response, 404, "Not Found");
    const token = `ghs_${randomBytes(18).toString("hex")}`;
    const until = Date.now() + this.#lifetimeMs;
    this.#goodUntil.set(token, until);
    this.sold += 1;
    respondJson(response, { token, expires_at: new Date(until).toISOString() }, 201);
  }

  /** Whether these basic credentials are a token that was sold here and has not ended. */
  isGood(authorization: string | undefined): boolean {
    const text = Buffer.from((authorization ?? "").replace(/^Basic /, ""), "base64").toString();
    const [user = "", token = ""] = text.split(":");
    return user === "x-access-token" && (this.#goodUntil.get(token) ?? 0) > Date.now();
  }

  /** Takes every token back before its time. */
  revoke(): void {
    this.#goodUntil.clear();
  }

  #isProof(proof: string): boolean {
    const [head = "", claims = "", signature = ""] = proof.split(".");
    const key = createPublicKey(this.#app.publicKey);
    const signed = Buffer.from(`${head}.${claims}`);
    if (!verify("sha256", signed, key, Buffer.from(signature, "base64url"))) return false;
    const read = Claims.safeParse(JSON.parse(Buffer.from(claims, "base64url").toString()));
    if (!read.success || read.data.iss !== this.#app.appId) return false;
    const now = Date.now() / 1000;
    const { iat, exp } = read.data;
    return iat <= now && exp > now && exp - iat <= longestProofSeconds;
  }
}
