import { z } from "zod";

import type { Challenge } from "./challenge.ts";
import type { Credentials, Endpoint } from "./endpoint.ts";
import { refused, unavailable } from "./failure.ts";
import { parseJson } from "./json.ts";
import { type TransportOptions, get } from "./transport.ts";

type Bearer = Extract<Challenge, { scheme: "bearer" }>;

const TokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });
const longestToken = 256 * 1024;

/** Registries whose token service is on a host of its own. Anyone else's may not have our credentials. */
const tokenHosts: ReadonlyMap<string, string> = new Map([
  ["docker.io", "auth.docker.io"],
  ["registry.gitlab.com", "gitlab.com"],
]);

/**
 * Fetches a token for reading one repository, as its registry asks. The registry chooses the address, so credentials
 * go only to the registry's own host or to its known token service; otherwise the call is refused.
 */
export async function fetchToken(input: {
  readonly endpoint: Endpoint;
  readonly challenge: Bearer;
  readonly options: TransportOptions;
}): Promise<string> {
  const { endpoint, challenge, options } = input;
  const { host, path, credentials } = endpoint;
  const url = realmOf(endpoint, challenge.realm);
  if (challenge.service !== null) url.searchParams.set("service", challenge.service);
  url.searchParams.set("scope", challenge.scope ?? `repository:${path}:pull`);
  const authorization = credentials === null ? null : basic(credentials);
  const accept = "application/json";
  const answer = await get(
    { host, url, accept, authorization, limit: longestToken, signal: undefined },
    options,
  );
  if (answer.status !== 200) {
    throw refused(host, path, `its token service answers with HTTP ${answer.status}`);
  }
  const { token, access_token: accessToken } = parseJson({
    host,
    body: answer.body,
    schema: TokenAnswer,
  });
  const value = token ?? accessToken;
  if (value === undefined) throw unavailable(host, "its token service gives no token");
  return value;
}

/** The value of an `Authorization` header with a user name and a password. */
export function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function realmOf({ host, base, path, credentials }: Endpoint, realm: string): URL {
  const url = URL.parse(realm);
  if (url === null) throw unavailable(host, `its token service "${realm}" is no address`);
  const isOwn = url.origin === base.origin;
  const isKnown =
    url.protocol === "https:" && (url.host === host || url.host === tokenHosts.get(host));
  if (isOwn || isKnown) return url;
  if (credentials !== null || url.protocol !== "https:") {
    throw refused(
      host,
      path,
      `it wants the credentials sent to ${url.host}, which is not its own host`,
    );
  }
  return url;
}
