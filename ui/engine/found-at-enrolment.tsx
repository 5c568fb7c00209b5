"use client";
import { useQuery } from "@tanstack/react-query";

import { ButtonLink } from "#ui/components/button-link.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { clusterEnginesQuery } from "#ui/queries/cluster-engines.ts";

interface FoundAtEnrolmentProps {
  readonly org: string;
  readonly clusterId: string;
}

/** Where a new cluster's manifests seem to live, as soon as its agent has seen what deploys them. */
export function FoundAtEnrolment({ org, clusterId }: FoundAtEnrolmentProps) {
  const { data } = useQuery(clusterEnginesQuery(org, clusterId));
  const [best] = data?.sources ?? [];
  const isChosen = data?.sources.some(({ chosen }) => chosen) === true;
  if (best === undefined || isChosen) return null;
  return (
    <Notice
      tone="run"
      role="status"
      action={<ButtonLink href={`/${org}/clusters/${clusterId}`}>Choose it</ButtonLink>}
    >
      {best.sentence}. Say on the cluster's page that its manifests live there.
    </Notice>
  );
}
