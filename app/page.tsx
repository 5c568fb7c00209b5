import { cookies } from "next/headers";
import { redirect } from "next/navigation";

import { getRuntime } from "#app/_server/runtime.ts";
import { currentPerson } from "#app/_server/session.ts";
import { lastOrganizationCookie } from "#ui/shell/last-organization.ts";

/** The organization seen last, else the first, else a new one. */
export default async function Home() {
  const person = await currentPerson();
  if (!person) redirect("/login");
  const memberships = await getRuntime().store.system.memberships(person.id);
  const last = (await cookies()).get(lastOrganizationCookie)?.value;
  const slugs = memberships.map(({ organization }) => organization.slug);
  const slug = slugs.find((one) => one === last) ?? slugs[0];
  redirect(slug === undefined ? "/new" : `/${slug}/workloads`);
}
