import type { PodLogsAnswer } from "#contracts/api/pod-logs.ts";
import type { PodLogRow } from "#ports/store/pod-logs.ts";

type Question = Omit<PodLogRow, "answer">;

/** A question for logs as its asker sees it, with the answer or what else became of it by now. */
export function presentPodLogs(row: PodLogRow, now: Date): PodLogsAnswer {
  const late = row.waitUntil <= now;
  const answer = row.answer ?? { state: late ? ("unanswered" as const) : ("waiting" as const) };
  return { id: row.id, ...questionOf(row), answer };
}

/** The same for a question that was not put to the agent. */
export function unasked(
  question: Question,
  why: "offline" | "too-old" | "no-right",
): PodLogsAnswer {
  return { id: null, ...questionOf(question), answer: { state: why } };
}

function questionOf({ pod, container, containers, askedAt, waitUntil, forgetAt }: Question) {
  return {
    pod,
    container,
    containers: [...containers],
    askedAt: askedAt.toISOString(),
    waitUntil: waitUntil.toISOString(),
    forgetAt: forgetAt.toISOString(),
  };
}
