"use client";
import Link from "next/link";

import type { MappingSummary } from "#contracts/api/settings.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Card } from "#ui/components/card.tsx";
import { environmentColor } from "#ui/components/environment-color.ts";

import { type ClusterChoice, MappingChooser } from "./mapping-chooser.tsx";

interface MappingsSectionProps {
  readonly org: string;
  readonly mappings: readonly MappingSummary[];
  readonly clusters: readonly ClusterChoice[];
  readonly readOnly: boolean;
}

/** Pairs of clusters whose workloads or images are called differently. */
export function MappingsSection({ org, mappings, clusters, readOnly }: MappingsSectionProps) {
  return (
    <Card title="Cluster mappings">
      <div className="grid gap-3 p-3.5 text-sm">
        <p className="text-ink-2">
          Between two clusters a workload is the same when namespace, kind and name are, and an
          image when its registry and repository are. Where they differ, a mapping says how.
        </p>
        {mappings.length > 0 ? (
          <ul className="rounded-control border border-line">
            {mappings.map((mapping) => (
              <MappingRow key={`${mapping.from.name} ${mapping.to.name}`} org={org} {...mapping} />
            ))}
          </ul>
        ) : (
          <p className="text-ink-3">No mapping: all clusters use the same names.</p>
        )}
        {readOnly ? null : <MappingChooser org={org} clusters={clusters} />}
      </div>
    </Card>
  );
}

function MappingRow({
  org,
  from,
  to,
  workloads,
  images,
  changedAt,
}: MappingSummary & { org: string }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line px-3 py-2 not-first:border-t">
      <Link
        href={`/${org}/settings/mappings/${from.name}/${to.name}`}
        className="min-w-0 flex-1 basis-48 font-semibold hover:underline"
      >
        <Named {...from} /> <span className="font-normal text-ink-3">to</span> <Named {...to} />
      </Link>
      <span className="text-ink-2">
        {counted(workloads, "workload rule")}, {counted(images, "image rewrite")}
      </span>
      <span className="text-xs text-ink-3">
        changed <Ago at={changedAt} />
      </span>
    </li>
  );
}

function Named({ name, environment }: MappingSummary["from"]) {
  return (
    <span className="border-b-2 pb-px" style={{ borderColor: environmentColor(environment) }}>
      {name}
    </span>
  );
}

function counted(count: number, what: string): string {
  return `${count || "no"} ${count === 1 ? what : `${what}s`}`;
}
