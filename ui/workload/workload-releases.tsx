import Link from "next/link";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Card } from "#ui/components/card.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { isReleaseStatus } from "#ui/live/release-status.ts";
import { statusWords } from "#ui/release/release-words.ts";

interface WorkloadReleasesProps {
  readonly org: string;
  readonly releases: WorkloadDetail["releases"];
}

/** The releases that concerned the workload, newest first. */
export function WorkloadReleases({ org, releases }: WorkloadReleasesProps) {
  return (
    <Card title="Releases">
      {releases.length === 0 ? (
        <p className="px-3.5 py-6 text-sm text-ink-2">No release has changed it yet.</p>
      ) : (
        <ul>
          {releases.map((release) => (
            <li
              key={release.number}
              className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-line px-3.5 py-2 text-sm last:border-b-0"
            >
              <Link
                href={`/${org}/releases/${release.number}`}
                className="min-w-0 truncate font-medium hover:underline"
              >
                #{release.number} {release.title}
              </Link>
              <Status status={release.status} />
              <span className="w-full text-xs text-ink-2">
                to {release.cluster} by {release.by}, <Ago at={release.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Status({ status }: { readonly status: string }) {
  if (!isReleaseStatus(status)) return <Tag>{status}</Tag>;
  const { word, tone } = statusWords({ status });
  return <Tag tone={tone}>{word}</Tag>;
}
