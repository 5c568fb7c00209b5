import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { currentPerson } from "#app/_server/session.ts";
import { NewOrganizationPage } from "#ui/sign-in/new-organization-page.tsx";

import { createOrganizationAction } from "./actions.ts";

export const metadata: Metadata = { title: "New organization" };

export default async function NewOrganization() {
  if (!(await currentPerson())) redirect("/login?callbackUrl=/new");
  return <NewOrganizationPage create={createOrganizationAction} />;
}
