import "server-only";
import { PrismaAdapter } from "@next-auth/prisma-adapter";
import type { NextAuthOptions } from "next-auth";
import EmailProvider from "next-auth/providers/email";
import GithubProvider from "next-auth/providers/github";
import type { Provider } from "next-auth/providers/index";

import { createClient } from "#adapters/store/client.ts";
import { acceptInvitations } from "#services/organization/accept-invitations.ts";

import { keepLess } from "./auth-adapter.ts";
import { type Config, getConfig } from "./config.ts";
import { oidcProvider } from "./oidc-provider.ts";
import { getRuntime } from "./runtime.ts";

const sessionSeconds = 7 * 24 * 3600;

let options: NextAuthOptions | null = null;

/** How people sign in: database sessions, and the providers that the configuration names. */
export function authOptions(): NextAuthOptions {
  options ??= makeOptions(getConfig());
  return options;
}

function makeOptions(config: Config): NextAuthOptions {
  return {
    adapter: keepLess(PrismaAdapter(createClient(config.databaseUrl, { connections: 3 }))),
    secret: config.sessionSecret,
    session: { strategy: "database", maxAge: sessionSeconds, updateAge: 3600 },
    pages: { signIn: "/login", error: "/login", verifyRequest: "/login?sent=1", newUser: "/" },
    useSecureCookies: config.url.protocol === "https:",
    providers: providersOf(config),
    callbacks: {
      signIn: ({ user, profile, account }) =>
        Boolean(user.email) && isVerified(account?.type, profile),
      session({ session, user }) {
        const person = { id: user.id, name: user.name ?? null, email: user.email };
        return { ...session, user: person };
      },
    },
    events: {
      async signIn({ user }) {
        if (user.email) await acceptInvitations(getRuntime(), { id: user.id, email: user.email });
      },
    },
  };
}

/** An address counts only when its owner proved it: an unproven one could take over invitations. */
function isVerified(type: string | undefined, profile: object | undefined): boolean {
  if (type !== "oauth" || !profile || !("email_verified" in profile)) return true;
  return profile.email_verified === true;
}

function providersOf({ oidc, github, email }: Config): Provider[] {
  return [
    ...(oidc ? [oidcProvider(oidc)] : []),
    ...(github ? [GithubProvider(github)] : []),
    ...(email ? [EmailProvider({ server: email.server, from: email.from, maxAge: 900 })] : []),
  ];
}
