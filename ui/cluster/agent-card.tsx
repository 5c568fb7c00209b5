"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { upgradeCommand } from "#contracts/agent-version.ts";
import type { ClusterKey } from "#contracts/api/cluster-agent.ts";
import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { CopyButton } from "#ui/components/copy-button.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { ScrollBox } from "#ui/components/scroll-box.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { rotateAgentKey } from "#ui/queries/agent-key.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { lockNextStep, lockWords, versionWords } from "./agent-words.ts";

interface AgentCardProps {
  readonly org: string;
  readonly cluster: ClusterSummary;
}

/** Who the cluster's agent is: its version, the key that proves it, and what is wrong with either. */
export function AgentCard({ org, cluster }: AgentCardProps) {
  const { key } = cluster;
  if (key === null) return null;
  return (
    <Card title="Agent">
      <div className="grid gap-3 p-3.5 text-sm">
        {key.lock ? (
          <Notice tone="bad">
            <p className="font-semibold">
              The key was locked <Ago at={key.lock.at} />
            </p>
            <p>{lockWords(key.lock.cause)}</p>
            <p>{lockNextStep}</p>
          </Notice>
        ) : null}
        {key.elsewhere ? (
          <Notice>
            This agent runs in another Kubernetes cluster than the one before it. If nobody moved or
            rebuilt {cluster.name}, remove the agent there.
          </Notice>
        ) : null}
        <Version cluster={cluster} />
        {key.lock ? null : <Key org={org} cluster={cluster} facts={key} />}
      </div>
    </Card>
  );
}

function Version({ cluster }: { readonly cluster: ClusterSummary }) {
  const words = versionWords(cluster);
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        Version {cluster.agentVersion ?? "not told yet"}
        {words ? <Tag tone={words.tone}>{words.word}</Tag> : null}
      </p>
      {words ? <p className="text-ink-2">{words.line}</p> : null}
      {words?.upgrade ? (
        <>
          <ScrollBox
            label="Upgrade command"
            className="overflow-x-auto whitespace-pre rounded-control bg-sunken p-3 font-mono text-xs"
          >
            {upgradeCommand}
          </ScrollBox>
          <div>
            <CopyButton text={upgradeCommand} label="Copy the command" />
          </div>
        </>
      ) : null}
    </div>
  );
}

function Key(props: AgentCardProps & { readonly facts: ClusterKey }) {
  const { org, cluster, facts } = props;
  const refusal = useRefusal("agent.rotate-key");
  const [askedAt, setAskedAt] = useState<number | null>(null);
  const rotate = useMutation({
    mutationFn: () => rotateAgentKey(org, cluster.id),
    onSuccess: () => setAskedAt(facts.generation),
  });
  const isWaiting = askedAt === facts.generation;
  return (
    <div className="grid gap-2">
      <p className="text-ink-2">
        Key number {facts.generation}, made <Ago at={facts.since} />.{" "}
        {facts.rotates
          ? "The agent replaces it every day; the one before stays valid for ten minutes."
          : "This agent is too old to replace it."}
      </p>
      {rotate.error ? <ProblemNote error={rotate.error} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          reason={refusal ?? hindrance(cluster, facts)}
          pending={rotate.isPending}
          onClick={() => rotate.mutate()}
        >
          Rotate the key now
        </Button>
        <p role="status" className="text-xs text-ink-3">
          {isWaiting ? "Asked. The agent makes a new key and hands it over." : null}
          {askedAt !== null && !isWaiting ? `Rotated: it is number ${facts.generation} now.` : null}
        </p>
      </div>
    </div>
  );
}

/** Why asking is of no use. */
function hindrance({ connected }: ClusterSummary, { rotates }: ClusterKey): string | null {
  if (!connected) return "The agent is offline.";
  return rotates ? null : "This agent is too old to rotate its key.";
}
