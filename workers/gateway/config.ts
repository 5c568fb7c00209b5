import { z } from "zod";

import { LogLevel } from "#contracts/log.ts";

const Environment = z.object({
  DATABASE_URL: z.string().min(1),
  REDIS_URL: z.string().optional(),
  GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).default(8443),
  GATEWAY_HOST: z.string().optional(),
  GATEWAY_URL: z.url({ protocol: /^(https?|wss?)$/ }),
  LOG_LEVEL: LogLevel.default("info"),
});

export interface Config {
  readonly databaseUrl: string;
  /** Doorbells go through Postgres where there is no Redis. */
  readonly redisUrl: string | null;
  readonly port: number;
  readonly host: string | undefined;
  /** http or https; without a slash at its end. */
  readonly url: string;
  /** What matters less is not logged. */
  readonly logLevel: LogLevel;
}

/** The gateway's configuration; throws a sentence that names each variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );
    throw new Error(`The gateway cannot start: ${problems.join("; ")}.`);
  }
  const { DATABASE_URL, REDIS_URL, GATEWAY_PORT, GATEWAY_HOST, GATEWAY_URL, LOG_LEVEL } =
    parsed.data;
  return {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL === undefined || REDIS_URL === "" ? null : REDIS_URL,
    port: GATEWAY_PORT,
    host: GATEWAY_HOST,
    logLevel: LOG_LEVEL,
    url: GATEWAY_URL.replace(/^ws/, "http").replace(/\/+$/, ""),
  };
}
