"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";

import { clustersQuery } from "#ui/queries/clusters.ts";

import { type Crumb, crumbsOf } from "./crumbs.ts";
import { useViewer } from "./viewer-context.ts";

/** Where the page is. */
export function Breadcrumb() {
  const { organization } = useViewer();
  // The pages of clusters ask for them; for a name alone nobody is asked.
  const { data } = useQuery({ ...clustersQuery(organization.slug), enabled: false });
  const names = new Map(data?.items.map(({ id, name }) => [id, name]));
  const crumbs = crumbsOf(usePathname(), names);
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 truncate text-sm text-ink-2">
      <Link href={`/${organization.slug}/workloads`} className="hover:underline max-md:hidden">
        {organization.name}
      </Link>
      {crumbs.map((crumb, index) => (
        <span key={crumb.label}>
          <span className={index === 0 ? "max-md:hidden" : undefined}> / </span>
          <Place crumb={crumb} />
        </span>
      ))}
    </nav>
  );
}

function Place({ crumb }: { readonly crumb: Crumb }) {
  return crumb.href === null ? (
    <b aria-current="page" className="font-semibold text-ink">
      {crumb.label}
    </b>
  ) : (
    <Link href={crumb.href} className="hover:underline">
      {crumb.label}
    </Link>
  );
}
