import "server-only";
import { z } from "zod";

import { defaultCommitter } from "#services/release/committer.ts";

const optional = z.string().optional();

const environment = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "the address of Postgres, postgres://…",
  }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  STAGECOACH_URL: z.url({ protocol: /^https?$/, error: "the address that browsers open" }),
  NEXTAUTH_SECRET: z.string().min(32, "at least 32 random characters"),
  SECRETS_KEY: z.string().min(1, "32 random bytes, base64"),
  GIT_COMMITTER_NAME: z.string().default(defaultCommitter.name),
  GIT_COMMITTER_EMAIL: z.string().default(defaultCommitter.email),
  GATEWAY_URL: z.url({ protocol: /^(https?|wss?)$/, error: "the address that agents open" }),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: z.string().default("Single sign-on"),
  GITHUB_ID: optional,
  GITHUB_SECRET: optional,
  EMAIL_SERVER: optional,
  EMAIL_FROM: optional,
  SANDBOX_CONTROL_URL: z.url({ protocol: /^https?$/ }).optional(),
});

/** What the web process is told from outside, checked once. */
export interface Config {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly url: URL;
  readonly sessionSecret: string;
  readonly secretsKey: string;
  /** Where agents reach the gateway, as an http(s) address. */
  readonly gatewayUrl: string;
  /** Who commits, as the workers are told as well. */
  readonly committer: { readonly name: string; readonly email: string };
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly name: string;
  } | null;
  readonly github: { readonly clientId: string; readonly clientSecret: string } | null;
  readonly email: { readonly server: string; readonly from: string } | null;
  readonly sandboxUrl: string | null;
}

/** Reads the environment; throws one error that names every variable that is missing or wrong. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(variables).filter(([, value]) => value !== "");
  const parsed = environment.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const flaws = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
    throw new Error(`The environment is not complete:\n${flaws.join("\n")}`);
  }
  return configOf(parsed.data);
}

function configOf(env: z.infer<typeof environment>): Config {
  return {
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL ?? null,
    url: new URL(env.STAGECOACH_URL),
    sessionSecret: env.NEXTAUTH_SECRET,
    secretsKey: env.SECRETS_KEY,
    gatewayUrl: env.GATEWAY_URL.replace(/^ws/, "http").replace(/\/$/, ""),
    committer: { name: env.GIT_COMMITTER_NAME, email: env.GIT_COMMITTER_EMAIL },
    oidc: oidcOf(env),
    github:
      env.GITHUB_ID && env.GITHUB_SECRET
        ? { clientId: env.GITHUB_ID, clientSecret: env.GITHUB_SECRET }
        : null,
    email:
      env.EMAIL_SERVER && env.EMAIL_FROM
        ? { server: env.EMAIL_SERVER, from: env.EMAIL_FROM }
        : null,
    sandboxUrl: env.SANDBOX_CONTROL_URL ?? null,
  };
}

function oidcOf(env: z.infer<typeof environment>): Config["oidc"] {
  if (!env.OIDC_ISSUER || !env.OIDC_CLIENT_ID || !env.OIDC_CLIENT_SECRET) return null;
  return {
    issuer: env.OIDC_ISSUER,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET,
    name: env.OIDC_NAME,
  };
}

let config: Config | null = null;

/** The process's configuration. */
export function getConfig(): Config {
  config ??= readConfig(process.env);
  return config;
}
