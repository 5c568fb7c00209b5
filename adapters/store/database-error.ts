import { DomainError } from "#domain/error.ts";
import { Prisma } from "#prisma/generated/client.ts";

/** Unreachable, timed out, closed, too many connections, no transaction in time. */
const unavailableCodes: ReadonlySet<string> = new Set(
  "P1001 P1002 P1008 P1017 P2024 P2028 P2037".split(" "),
);
/** Postgres shuts down, starts up or ended the connection. */
const unavailableText =
  /\b(57P0[1-5]|08\d{3}|ECONN\w+|EPIPE|ETIMEDOUT)\b|Connection terminated|connection timeout|DatabaseNotReachable|ConnectionClosed|not queryable/i;

/** Whether the same transaction is worth another try at once: it lost against another one. */
export function lostRace(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2034" || /TransactionWriteConflict|40P01|40001/.test(error.message);
}

/** Whether a unique key was already taken. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}

/** The error as the core knows it: "unavailable" where the database does not answer, else unchanged. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (
    unavailableCodes.has(code) ||
    unavailableText.test(`${error.name} ${code} ${error.message}`)
  ) {
    return new DomainError("unavailable", "The database does not answer. Try again in a moment.");
  }
  return error;
}
