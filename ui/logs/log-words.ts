import type { LogRun } from "#contracts/agent-logs.ts";
import type { PodLogsAnswer } from "#contracts/api/pod-logs.ts";

type Answer = PodLogsAnswer["answer"];

/** Why there is nothing to show, and what to do about it; null where there is, or may still be. */
export function noLogsWords(answer: Answer, cluster: string): string | null {
  switch (answer.state) {
    case "waiting":
    case "read":
      return null;
    case "no-right":
      return `The agent of ${cluster} may not read logs. Whoever runs the cluster can allow it:`;
    case "gone":
      return "The pod is gone, and its log with it. Its successor may say the same.";
    case "offline":
      return `The agent of ${cluster} is offline. Nothing was asked; try again when it is back.`;
    case "too-old":
      return `The agent of ${cluster} is of a version that reads no logs. Upgrade it.`;
    case "unanswered":
      return `The agent of ${cluster} did not answer within half a minute. Ask again.`;
    case "failed":
      return `The agent of ${cluster} could not read the log: ${answer.message}`;
  }
}

/** How a run of the container is called. */
export function runTitle({ run }: Pick<LogRun, "run">, among: number): string {
  if (among === 1) return run === "previous" ? "The run that ended last" : "The run so far";
  return run === "previous" ? "The run before, which ended" : "The run after that";
}
