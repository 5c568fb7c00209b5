import { z } from "zod";

import type { SandboxOptions } from "./runtime.ts";

const port = z.coerce.number().int().min(0).max(65_535).default(0);

const controlPlanes = z.array(z.object({ server: z.url(), ca: z.string(), token: z.string() }));

const environmentSchema = z.object({
  SANDBOX_DATA: z.string().default(".stagecoach/sandbox"),
  SANDBOX_HTTP_PORT: port,
  SANDBOX_IDENTITY_PORT: port,
  SANDBOX_SMTP_PORT: port,
  SANDBOX_CONFIG_REPO: z.string().optional(),
  SANDBOX_OIDC_SECRET: z.string().optional(),
  /** Milliseconds before each answer of the git server. */
  SANDBOX_GIT_DELAY: z.coerce.number().int().min(0).max(60_000).optional(),
  SANDBOX_PACE: z.enum(["normal", "fast"]).default("normal"),
  /** Real control planes as JSON. */
  SANDBOX_CONTROL_PLANES: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(controlPlanes)
    .optional(),
  STAGECOACH_URL: z.url().optional(),
  /** `host:port` of the product's gateway. */
  GATEWAY_TARGET: z
    .string()
    .regex(/^[^:]+:\d+$/)
    .transform((text) => {
      const [host = "", targetPort] = text.split(":");
      return { host, port: Number(targetPort) };
    })
    .optional(),
});

/** The sandbox's options from environment variables; throws where one of them makes no sense. */
export function optionsFrom(
  environment: Readonly<Record<string, string | undefined>>,
): SandboxOptions {
  const set = Object.entries(environment).filter(([, value]) => value !== "");
  const env = environmentSchema.parse(Object.fromEntries(set));
  return {
    dataDir: env.SANDBOX_DATA,
    ports: {
      http: env.SANDBOX_HTTP_PORT,
      identity: env.SANDBOX_IDENTITY_PORT,
      smtp: env.SANDBOX_SMTP_PORT,
    },
    configRepo: env.SANDBOX_CONFIG_REPO,
    pace: env.SANDBOX_PACE,
    gitDelayMs: env.SANDBOX_GIT_DELAY,
    webUrl: env.STAGECOACH_URL,
    clientSecret: env.SANDBOX_OIDC_SECRET,
    gateway: env.GATEWAY_TARGET,
    controlPlanes: env.SANDBOX_CONTROL_PLANES,
  };
}
