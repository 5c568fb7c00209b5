export const lastOrganizationCookie = "organization";

const yearSeconds = 365 * 24 * 3600;

/** Remembers where to go next time. */
export function rememberOrganization(slug: string): void {
  document.cookie = `${lastOrganizationCookie}=${slug}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
