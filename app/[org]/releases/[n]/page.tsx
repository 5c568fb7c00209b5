import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { orNotFound, pageContext } from "#app/_server/tenant.ts";
import { readRelease } from "#services/release/read-release.ts";
import { ReleasePage } from "#ui/release/release-page.tsx";

interface ReleaseProps {
  readonly params: Promise<{ readonly org: string; readonly n: string }>;
}

export async function generateMetadata({ params }: ReleaseProps): Promise<Metadata> {
  return { title: `#${(await params).n}` };
}

export default async function Release({ params }: ReleaseProps) {
  const { org, n } = await params;
  if (!/^[1-9]\d{0,8}$/.test(n)) notFound();
  const ctx = await pageContext(org);
  const release = await orNotFound(readRelease({ ctx, input: { number: Number(n) } }));
  return <ReleasePage key={n} org={org} initial={release} />;
}
