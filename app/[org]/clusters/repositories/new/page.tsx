import type { Metadata } from "next";

import { type PageSearch, searchParams } from "#app/_server/search-params.ts";
import { pageContext } from "#app/_server/tenant.ts";
import { ConnectRepositoryForm } from "#ui/repository/connect-repository-form.tsx";

export const metadata: Metadata = { title: "Connect a config repository" };

export default async function ConnectRepositoryRoute(props: {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: PageSearch;
}) {
  const { org } = await props.params;
  await pageContext(org);
  const search = await searchParams(props.searchParams);
  return (
    <>
      <h1 className="mb-4">Connect a config repository</h1>
      <ConnectRepositoryForm
        org={org}
        initialUrl={search.get("url") ?? ""}
        clusterId={search.get("for")}
      />
    </>
  );
}
