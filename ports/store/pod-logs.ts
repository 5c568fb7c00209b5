import type { PodLogs } from "#contracts/agent-logs.ts";
import type { WorkloadKey } from "#domain/glossary.ts";

/** A person's question for the last lines of a container, and the answer for as long as it is kept. */
export interface PodLogRow {
  /** The command's too. */
  readonly id: string;
  readonly clusterId: string;
  /** The id of the user who asked. */
  readonly askedBy: string;
  readonly workload: WorkloadKey;
  readonly pod: string;
  readonly container: string;
  /** All of the pod's containers. */
  readonly containers: readonly string[];
  readonly askedAt: Date;
  /** Until when the agent may answer. */
  readonly waitUntil: Date;
  readonly forgetAt: Date;
  /** Null as long as there is none; a text says why the agent could not answer. */
  readonly answer: PodLogs | { readonly state: "failed"; readonly message: string } | null;
}

export interface PodLogReads {
  /** Null where it is forgotten, too. */
  podLog(id: string, now: Date): Promise<PodLogRow | null>;
  /** How many questions the cluster's agent may still answer. */
  waitingPodLogs(clusterId: string, now: Date): Promise<number>;
}

export interface PodLogWrites {
  /** Keeps the question and tells the agent, which has until `waitUntil` for it. */
  askPodLog(
    question: Omit<PodLogRow, "answer"> & {
      readonly payload: Readonly<Record<string, unknown>>;
    },
  ): Promise<void>;
}

export interface PodLogRecords {
  /** Keeps the first answer to a question of the cluster; false where there is no such question any more. */
  recordPodLog(
    question: Pick<PodLogRow, "id" | "clusterId">,
    answer: NonNullable<PodLogRow["answer"]>,
  ): Promise<boolean>;
}
