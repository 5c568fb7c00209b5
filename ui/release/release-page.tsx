"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { ReleaseDetail } from "#contracts/api/release.ts";
import { Announcer } from "#ui/components/announcer.tsx";
import { Card } from "#ui/components/card.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { DiffView } from "#ui/diff/diff-view.tsx";
import { useLiveEvents } from "#ui/live/live-context.ts";
import { mergeRelease } from "#ui/live/merge-release.ts";
import { releaseQuery } from "#ui/queries/releases.ts";

import { EventLog } from "./event-log.tsx";
import { ReleaseHead } from "./release-head.tsx";
import { ReleaseNotices } from "./release-notices.tsx";
import { progressSentence, releaseTitle } from "./release-words.ts";
import { ReleaseWorkloads } from "./release-workloads.tsx";
import { StepRail } from "./step-rail.tsx";

interface ReleasePageProps {
  readonly org: string;
  readonly initial: ReleaseDetail;
}

/** One release: how far it is, what it did to each workload, and what happened when. */
export function ReleasePage({ org, initial }: ReleasePageProps) {
  const query = { ...releaseQuery(org, initial.number), initialData: initial };
  const { data: release, error, refetch } = useQuery(query);
  useLiveRelease(org, release);
  const title = releaseTitle(release);
  useEffect(() => {
    document.title = `${title} · Stagecoach`;
  }, [title]);
  return (
    <>
      <ReleaseHead org={org} release={release} />
      <Announcer text={progressSentence(release)} />
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      <ReleaseNotices org={org} release={release} />
      <div className="grid grid-cols-[268px_minmax(0,1fr)] items-start gap-4 max-lg:grid-cols-1">
        <StepRail steps={release.steps} />
        <div className="grid min-w-0 gap-4">
          <ReleaseWorkloads org={org} release={release} />
          <EventLog events={release.events} />
          {release.diff === "" ? null : (
            <Card title="Diff" note={release.commit === null ? "planned" : "committed"}>
              <DiffView diff={release.diff} />
              <pre className="border-t border-line px-3.5 py-3 font-mono text-xs leading-relaxed whitespace-pre-wrap text-ink-2">
                {release.message.trim()}
              </pre>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

/** Takes the release's own events, and what becomes of the target's agent. */
function useLiveRelease(org: string, release: ReleaseDetail): void {
  const client = useQueryClient();
  const { queryKey } = releaseQuery(org, release.number);
  useLiveEvents({
    after: release.asOf,
    onEvent({ seq, event }) {
      client.setQueryData(queryKey, (known) => {
        if (known === undefined) return undefined;
        if (event.kind === "release") return mergeRelease(known, seq, event);
        if (event.kind !== "cluster" || event.id !== known.target.id) return known;
        return { ...known, agent: { connected: event.connected, stateAt: event.stateAt } };
      });
    },
    onReset: () => void client.invalidateQueries({ queryKey }),
  });
}
