import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";

import { orNotFound, pageContext } from "#app/_server/tenant.ts";
import { readRelease } from "#services/release/read-release.ts";
import { ReleasePage } from "#ui/release/release-page.tsx";
import { releaseTitle } from "#ui/release/release-words.ts";

interface ReleaseProps {
  readonly params: Promise<{ readonly org: string; readonly n: string }>;
}

/** Read once for the page and its title. */
const releaseOf = cache(async (org: string, n: string) => {
  if (!/^[1-9]\d{0,8}$/.test(n)) notFound();
  const ctx = await pageContext(org);
  return orNotFound(readRelease({ ctx, input: { number: Number(n) } }));
});

export async function generateMetadata({ params }: ReleaseProps): Promise<Metadata> {
  const { org, n } = await params;
  return { title: releaseTitle(await releaseOf(org, n)) };
}

export default async function Release({ params }: ReleaseProps) {
  const { org, n } = await params;
  const release = await releaseOf(org, n);
  return <ReleasePage key={n} org={org} initial={release} />;
}
