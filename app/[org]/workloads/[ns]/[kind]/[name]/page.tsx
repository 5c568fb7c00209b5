import type { Metadata } from "next";

import { orNotFound, pageContext } from "#app/_server/tenant.ts";
import { workloadKey } from "#domain/glossary.ts";
import { readWorkload } from "#services/workload/read-workload.ts";
import { WorkloadPage } from "#ui/workload/workload-page.tsx";

interface WorkloadProps {
  readonly params: Promise<{
    readonly org: string;
    readonly ns: string;
    readonly kind: string;
    readonly name: string;
  }>;
}

export async function generateMetadata({ params }: WorkloadProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Workload({ params }: WorkloadProps) {
  const { org, ns, kind, name } = await params;
  const key = workloadKey({
    namespace: decodeURIComponent(ns),
    kind: decodeURIComponent(kind),
    name: decodeURIComponent(name),
  });
  const ctx = await pageContext(org);
  const initial = await orNotFound(readWorkload({ ctx, input: { key } }));
  return <WorkloadPage key={key} org={org} initial={initial} />;
}
