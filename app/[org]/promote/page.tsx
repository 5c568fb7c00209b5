import type { Metadata } from "next";

import { type PageSearch, searchParams } from "#app/_server/search-params.ts";
import { orNotFound, pageContext } from "#app/_server/tenant.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { readPlan } from "#services/plan/read-plan.ts";
import { readRelease } from "#services/release/read-release.ts";
import { PromotePage } from "#ui/promote/promote-page.tsx";
import { type PromoteUrl, blankPromoteUrl, readPromoteUrl } from "#ui/promote/promote-url.ts";

export const metadata: Metadata = { title: "Promote" };

export default async function Promote(props: {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: PageSearch;
}) {
  const { org } = await props.params;
  const ctx = await pageContext(org);
  const url = readPromoteUrl(await searchParams(props.searchParams));
  const [clusters, shared] = await Promise.all([
    listClusters({ ctx }),
    url.plan === null ? null : orNotFound(readPlan({ ctx, input: { id: url.plan } })),
  ]);
  const number = shared?.source.kind === "release" ? shared.source.number : url.rollback;
  const release =
    number === null ? null : await orNotFound(readRelease({ ctx, input: { number } }));
  return (
    <PromotePage
      key={JSON.stringify(url)}
      org={org}
      url={shared ? urlOfPlan(shared, clusters.items) : url}
      clusters={clusters}
      shared={shared}
      rollback={release && { number: release.number, target: release.target.name }}
    />
  );
}

type Plan = Awaited<ReturnType<typeof readPlan>>;
type Clusters = Awaited<ReturnType<typeof listClusters>>["items"];

/** The state of the page that would ask for this plan. */
function urlOfPlan(plan: Plan, clusters: Clusters): PromoteUrl {
  const { id, target, source, selection, scope, items } = plan;
  const cluster =
    source.kind === "cluster" ? clusters.find((one) => one.id === source.clusterId) : undefined;
  return {
    ...blankPromoteUrl,
    plan: id,
    to: target.name,
    from: cluster?.name ?? null,
    selected: [...new Set((selection ?? items).map(({ workload }) => workload))],
    namespaces: scope.namespaces,
    labels: scope.labels,
    image: scope.image ?? "",
  };
}
