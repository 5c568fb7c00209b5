"use client";
import { useQuery } from "@tanstack/react-query";

import type { Settings } from "#contracts/api/settings.ts";
import { Notice } from "#ui/components/notice.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { settingsQuery } from "#ui/queries/settings.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { GeneralSection } from "./general-section.tsx";
import type { ClusterChoice } from "./mapping-chooser.tsx";
import { MappingsSection } from "./mappings-section.tsx";
import { SigningSection } from "./signing-section.tsx";
import { WorkloadKindsSection } from "./workload-kinds-section.tsx";

interface SettingsPageProps {
  readonly org: string;
  readonly initial: Settings;
  readonly clusters: readonly ClusterChoice[];
}

/** What the organization decides for itself. Who may not change it sees it all, and why. */
export function SettingsPage({ org, initial, clusters }: SettingsPageProps) {
  const { data, error, refetch } = useQuery({ ...settingsQuery(org), initialData: initial });
  const refusal = useRefusal("settings.manage");
  return (
    <div className="grid w-full max-w-[860px] gap-4">
      <header>
        <h1>Settings of {data.name}</h1>
        <p className="text-ink-2">{summary(data)}</p>
      </header>
      {refusal ? <Notice>{refusal} You see them as they are.</Notice> : null}
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      <GeneralSection org={org} settings={data} />
      <SigningSection org={org} settings={data} readOnly={refusal !== null} />
      <MappingsSection
        org={org}
        mappings={data.mappings}
        clusters={clusters}
        readOnly={refusal !== null}
      />
      <WorkloadKindsSection org={org} kinds={data.workloadKinds} readOnly={refusal !== null} />
    </div>
  );
}

function summary({ signing, mappings, workloadKinds }: Settings): string {
  const signed = signing.on ? "Commits are signed" : "Commits are not signed";
  const mapped = mappings.length === 1 ? "1 mapping" : `${mappings.length || "no"} mappings`;
  const kinds = workloadKinds.length;
  const known = kinds === 0 ? "" : `, ${kinds} workload ${kinds === 1 ? "kind" : "kinds"} added`;
  return `${signed}, ${mapped} between clusters${known}.`;
}
