import { resolve } from "node:path";

import { z } from "zod";

import type { DatabaseUrls } from "#tools/postgres/addresses.ts";

import type { Ports } from "./ports.ts";
import type { DemoSecrets } from "./secrets.ts";

/** Variables of a process. */
export interface Environment {
  readonly NODE_ENV: "production";
  readonly [name: string]: string;
}

/** The part of the sandbox's ready line that configures the product. */
const sandboxAddresses = z.looseObject({
  control: z.string(),
  identity: z.object({ issuer: z.string(), clientId: z.string(), clientSecret: z.string() }),
  smtp: z.object({ host: z.string(), port: z.number() }),
});

/** The line the sandbox prints when it is up. */
export const sandboxReady = z.looseObject({ addresses: sandboxAddresses });

export type SandboxAddresses = z.infer<typeof sandboxAddresses>;

/** Where one running demo keeps and finds things. */
export interface Setting {
  readonly dataDir: string;
  readonly ports: Ports;
  readonly secrets: DemoSecrets;
}

export function webUrl({ ports }: Setting): string {
  return `http://127.0.0.1:${ports.web}`;
}

export function gatewayUrl({ ports }: Setting): string {
  return `ws://127.0.0.1:${ports.gateway}`;
}

/** What every process inherits; a proxy of the machine must not stand between its processes. */
export function baseEnvironment(): Environment {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const noProxy = [process.env["NO_PROXY"], "127.0.0.1", "localhost"].filter(Boolean).join(",");
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: "production",
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? resolve(".stagecoach/compiled"),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
  };
}

export function sandboxEnvironment(setting: Setting, configRepo: string | null): Environment {
  const { dataDir, ports, secrets } = setting;
  return {
    ...baseEnvironment(),
    SANDBOX_DATA: `${dataDir}/sandbox`,
    SANDBOX_HTTP_PORT: String(ports.sandbox),
    SANDBOX_IDENTITY_PORT: String(ports.identity),
    SANDBOX_SMTP_PORT: String(ports.smtp),
    SANDBOX_OIDC_SECRET: secrets.oidcClient,
    SANDBOX_CONFIG_REPO: configRepo ?? "",
    STAGECOACH_URL: webUrl(setting),
    GATEWAY_TARGET: `127.0.0.1:${ports.gateway}`,
  };
}

/** The variables of web, gateway and workers: the ones a real installation sets. */
export function productEnvironment({
  setting,
  database,
  sandbox,
}: {
  readonly setting: Setting;
  readonly database: DatabaseUrls;
  readonly sandbox: SandboxAddresses;
}): Environment {
  const { dataDir, ports, secrets } = setting;
  return {
    ...baseEnvironment(),
    DATABASE_URL: database.appUrl,
    STAGECOACH_URL: webUrl(setting),
    NEXTAUTH_URL: webUrl(setting),
    NEXTAUTH_SECRET: secrets.session,
    SECRETS_KEY: secrets.key,
    GATEWAY_HOST: "127.0.0.1",
    GATEWAY_PORT: String(ports.gateway),
    GATEWAY_URL: gatewayUrl(setting),
    STAGECOACH_DATA: `${dataDir}/git`,
    OIDC_ISSUER: sandbox.identity.issuer,
    OIDC_CLIENT_ID: sandbox.identity.clientId,
    OIDC_CLIENT_SECRET: sandbox.identity.clientSecret,
    OIDC_NAME: "Sample identities",
    EMAIL_SERVER: `smtp://${sandbox.smtp.host}:${sandbox.smtp.port}`,
    EMAIL_FROM: "Stagecoach <stagecoach@example.com>",
    SANDBOX_CONTROL_URL: sandbox.control,
    // Stories happen at once; nobody waits a minute for the registry to be read.
    IMAGE_SCAN_SECONDS: "3",
    BRANCH_POLL_SECONDS: "3",
  };
}

/** What seeding prints: one agent to start per sample cluster. */
export const seedResult = z.looseObject({
  agents: z.array(
    z.object({
      cluster: z.string(),
      gateway: z.string(),
      token: z.string().nullish(),
      kubeconfig: z.string(),
      stateDir: z.string(),
    }),
  ),
});

export type SeededAgent = z.infer<typeof seedResult>["agents"][number];

export function agentEnvironment(agent: SeededAgent): Environment {
  return {
    ...baseEnvironment(),
    // As in the cluster: little to do, so little room for young objects.
    NODE_OPTIONS: [process.env["NODE_OPTIONS"], "--max-semi-space-size=1"]
      .filter(Boolean)
      .join(" "),
    STAGECOACH_GATEWAY: agent.gateway,
    STAGECOACH_ENROLMENT_TOKEN: agent.token ?? "",
    STAGECOACH_STATE_DIR: agent.stateDir,
    KUBECONFIG: agent.kubeconfig,
  };
}
