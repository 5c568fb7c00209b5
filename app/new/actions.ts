"use server";
import { redirect } from "next/navigation";

import { type FormState, action } from "#app/_server/action.ts";
import { getRuntime } from "#app/_server/runtime.ts";
import { CreateOrganization } from "#contracts/api/organization.ts";
import { createOrganization } from "#services/organization/create-organization.ts";

const create = action({
  input: CreateOrganization,
  async run({ person, input }) {
    const { slug } = await createOrganization(getRuntime(), { input, actor: person });
    redirect(`/${slug}/workloads`);
  },
});

export async function createOrganizationAction(
  state: FormState,
  form: FormData,
): Promise<FormState> {
  return create(state, form);
}
