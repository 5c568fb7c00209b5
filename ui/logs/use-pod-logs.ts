"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { PodLogsAnswer } from "#contracts/api/pod-logs.ts";
import { askPodLogs, podLogsQuery } from "#ui/queries/pod-logs.ts";

interface PodChoice {
  readonly pod: string;
  /** Without it, the container in trouble. */
  readonly container?: string;
}

/** The question for logs that a part of the page has put, if any. */
export interface AskedPodLogs {
  /** The pod that is asked about; null while nothing is shown. */
  readonly pod: string | null;
  readonly data: PodLogsAnswer | null;
  readonly error: Error | null;
  readonly asking: boolean;
  ask(choice: PodChoice): void;
  close(): void;
}

/** Asks for logs of a workload's pods, each time only when told to. */
export function usePodLogs(of: {
  readonly org: string;
  readonly clusterId: string;
  readonly workload: string;
}): AskedPodLogs {
  const { org, clusterId, workload } = of;
  const [choice, setChoice] = useState<PodChoice | null>(null);
  const question = useMutation({
    mutationFn: (chosen: PodChoice) => askPodLogs(org, clusterId, { workload, ...chosen }),
  });
  const asked = question.data ?? null;
  const answer = useQuery(podLogsQuery(org, clusterId, asked?.id ?? null));
  return {
    pod: choice?.pod ?? null,
    data: answer.data ?? asked,
    error: question.error ?? answer.error,
    asking: question.isPending,
    ask(chosen) {
      setChoice(chosen);
      question.mutate(chosen);
    },
    close() {
      setChoice(null);
      question.reset();
    },
  };
}
