import "server-only";
import { DomainError } from "#domain/error.ts";

/**
 * Refuses changes that another site's page asked a browser for: the session cookie alone must not carry
 * them. Clients that are no browsers send neither header, and no cookie by themselves.
 */
export function requireSameOrigin(request: Request, own: URL): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const foreign = site === null ? origin !== null && origin !== own.origin : site !== "same-origin";
  if (foreign) throw new DomainError("forbidden", "This request came from another site's page.");
}
