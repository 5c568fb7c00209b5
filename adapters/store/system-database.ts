import type { Clock } from "#ports/clock.ts";
import type { PrismaClient } from "#prisma/generated/client.ts";

/** What is needed before any organization is known. */
export interface SystemDatabase {
  readonly client: PrismaClient;
  readonly clock: Clock;
}
