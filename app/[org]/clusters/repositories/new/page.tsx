import type { Metadata } from "next";

import { pageContext } from "#app/_server/tenant.ts";
import { ConnectRepositoryForm } from "#ui/repository/connect-repository-form.tsx";

export const metadata: Metadata = { title: "Connect a config repository" };

export default async function ConnectRepositoryRoute(props: {
  readonly params: Promise<{ readonly org: string }>;
}) {
  const { org } = await props.params;
  await pageContext(org);
  return (
    <>
      <h1 className="mb-4">Connect a config repository</h1>
      <ConnectRepositoryForm org={org} />
    </>
  );
}
