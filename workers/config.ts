import { z } from "zod";

import { LogLevel } from "#contracts/log.ts";
import type { GitPerson } from "#ports/git-repository.ts";
import { defaultCommitter } from "#services/release/committer.ts";

const seconds = z.coerce.number().int().min(1).max(86_400);

/** Everything that the workers take from their environment; the names are those of `.env.example`. */
const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SECRETS_KEY: z.base64().refine((key) => Buffer.from(key, "base64").length === 32, {
    message: "must be 32 bytes in base64",
  }),
  STAGECOACH_DATA: z.string().min(1),
  GIT_MIRROR_MEGABYTES: z.coerce.number().int().min(100).default(5_000),
  GIT_ADDRESSES: z.enum(["any", "public"]).default("any"),
  GIT_COMMITTER_NAME: z.string().default(defaultCommitter.name),
  GIT_COMMITTER_EMAIL: z.string().default(defaultCommitter.email),
  IMAGE_SCAN_SECONDS: seconds.default(60),
  BRANCH_POLL_SECONDS: seconds.default(30),
  LOG_LEVEL: LogLevel.default("info"),
});

export interface WorkersConfig {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly secretsKey: string;
  readonly dataFolder: string;
  /** How much all git mirrors together may take on disk. */
  readonly mirrorBytes: number;
  /** Whether config repositories may be at addresses inside this network. */
  readonly gitAddresses: "any" | "public";
  readonly committer: GitPerson;
  readonly imageScanMs: number;
  readonly branchPollMs: number;
  /** What matters less is not logged. */
  readonly logLevel: LogLevel;
}

/** Reads the configuration; throws with one line per variable that is missing or wrong. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): WorkersConfig {
  // A variable set to nothing, as in a copied example file, is one that is not set.
  const given = Object.entries(environment).filter(([, value]) => value !== "");
  const parsed = Environment.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
    throw new Error(`The workers' configuration is not usable:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL ?? null,
    secretsKey: env.SECRETS_KEY,
    dataFolder: env.STAGECOACH_DATA,
    mirrorBytes: env.GIT_MIRROR_MEGABYTES * 1_000_000,
    gitAddresses: env.GIT_ADDRESSES,
    committer: { name: env.GIT_COMMITTER_NAME, email: env.GIT_COMMITTER_EMAIL },
    imageScanMs: env.IMAGE_SCAN_SECONDS * 1000,
    branchPollMs: env.BRANCH_POLL_SECONDS * 1000,
    logLevel: env.LOG_LEVEL,
  };
}
