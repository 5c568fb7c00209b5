import "server-only";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";

import { DomainError } from "#domain/error.ts";
import type { TenantContext } from "#services/context.ts";

import { getRuntime } from "./runtime.ts";
import { currentPerson } from "./session.ts";

/**
 * The signed-in person acting in an organization: the only place of the web process that makes one. Throws
 * "unauthenticated" without a session, and "not-found" alike for unknown and for others' organizations.
 */
export const tenantContext = cache(async (slug: string): Promise<TenantContext> => {
  const person = await currentPerson();
  if (!person) throw new DomainError("unauthenticated", "Sign in first.");
  const runtime = getRuntime();
  const memberships = await runtime.store.system.memberships(person.id);
  const membership = memberships.find(({ organization }) => organization.slug === slug);
  if (!membership) throw new DomainError("not-found", "There is no such organization.");
  return {
    ...runtime,
    organization: membership.organization,
    actor: person,
    grant: membership.grant,
  };
});

/** `tenantContext` for pages: sends people to sign in, and shows what does not exist as not found. */
export async function pageContext(slug: string): Promise<TenantContext> {
  try {
    return await tenantContext(slug);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "unauthenticated")
      redirect(`/login?callbackUrl=/${encodeURIComponent(slug)}`);
    if (error.code === "not-found") notFound();
    throw error;
  }
}

/** What a page shows as not found instead of as a failure. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError && error.code === "not-found") notFound();
    throw error;
  }
}
