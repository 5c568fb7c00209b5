import "server-only";
import { getServerSession } from "next-auth";
import { cache } from "react";

import type { TenantContext } from "#services/context.ts";

import { authOptions } from "./auth.ts";
import { getRuntime } from "./runtime.ts";

export type Person = Extract<TenantContext["actor"], { type: "user" }>;

/** Who is signed in; null for nobody. Read once per request. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const session = await getServerSession(authOptions());
  const user: unknown = session?.user;
  if (!isUser(user)) {
    // A session that cannot be read looks like none; only a database that answers may say so.
    await getRuntime().store.system.ping();
    return null;
  }
  return { type: "user", id: user.id, name: user.name ?? user.email, email: user.email };
});

function isUser(
  user: unknown,
): user is { readonly id: string; readonly name?: string | null; readonly email: string } {
  if (typeof user !== "object" || user === null) return false;
  return (
    "id" in user && typeof user.id === "string" && "email" in user && typeof user.email === "string"
  );
}
