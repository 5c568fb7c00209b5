import type { Metadata } from "next";

import { orNotFound, pageContext } from "#app/_server/tenant.ts";
import { readMapping } from "#services/mapping/read-mapping.ts";
import { MappingPage } from "#ui/settings/mapping-page.tsx";

interface MappingRouteProps {
  readonly params: Promise<{ readonly org: string; readonly from: string; readonly to: string }>;
}

export async function generateMetadata(props: MappingRouteProps): Promise<Metadata> {
  const { from, to } = await props.params;
  return { title: `${from} to ${to}` };
}

export default async function MappingRoute(props: MappingRouteProps) {
  const { org, from, to } = await props.params;
  const ctx = await pageContext(org);
  const initial = await orNotFound(readMapping({ ctx, input: { from, to } }));
  return <MappingPage org={org} initial={initial} key={`${from} ${to}`} />;
}
