import type { Metadata } from "next";

import { orNotFound, pageContext } from "#app/_server/tenant.ts";
import { workloadKey } from "#domain/glossary.ts";
import { readWorkload } from "#services/workload/read-workload.ts";
import { WorkloadPage } from "#ui/workload/workload-page.tsx";

interface Params {
  readonly org: string;
  readonly ns: string;
  readonly kind: string;
  readonly name: string;
}

export async function generateMetadata(props: {
  readonly params: Promise<Params>;
}): Promise<Metadata> {
  return { title: decodeURIComponent((await props.params).name) };
}

export default async function WorkloadRoute(props: { readonly params: Promise<Params> }) {
  const { org, ns, kind, name } = await props.params;
  const ctx = await pageContext(org);
  const key = workloadKey({
    namespace: decodeURIComponent(ns),
    kind: decodeURIComponent(kind),
    name: decodeURIComponent(name),
  });
  const workload = await orNotFound(readWorkload({ ctx, input: { key } }));
  return <WorkloadPage org={org} initial={workload} />;
}
