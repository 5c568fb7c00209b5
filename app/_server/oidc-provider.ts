import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";

import type { Config } from "./config.ts";

interface OidcProfile {
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** Any OpenID provider, by its issuer: code flow with PKCE, state and nonce. */
export function oidcProvider(oidc: NonNullable<Config["oidc"]>): OAuthConfig<OidcProfile> {
  return {
    id: "oidc",
    name: oidc.name,
    type: "oauth",
    wellKnown: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: "openid profile email" } },
    idToken: true,
    // Providers need not put the e-mail address into the ID token; all of them tell it here.
    userinfo: { request: ({ client, tokens }) => client.userinfo(tokens.access_token ?? "") },
    checks: ["pkce", "state", "nonce"],
    profile: ({ sub, name, email }) => ({
      id: sub,
      name: name ?? email ?? sub,
      email: email ?? null,
    }),
  };
}
