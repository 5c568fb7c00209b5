import Link from "next/link";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Card } from "#ui/components/card.tsx";

interface WorkloadReleasesProps {
  readonly org: string;
  readonly releases: WorkloadDetail["releases"];
}

/** The releases that changed the workload, newest first. */
export function WorkloadReleases({ org, releases }: WorkloadReleasesProps) {
  return (
    <Card title="Releases">
      {releases.length === 0 ? (
        <p className="p-3.5 text-sm text-ink-2">No release has changed it yet.</p>
      ) : null}
      <ul className="text-sm">
        {releases.map(({ number, title, status, cluster, at, by }) => (
          <li key={number} className="border-b border-line px-3.5 py-2 last:border-b-0">
            <Link href={`/${org}/releases/${number}`} className="font-medium hover:underline">
              #{number} {title} → {cluster}
            </Link>
            <p className="text-xs text-ink-3">
              {status} · {by} · <Ago at={at} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
