"use client";
import { Card } from "#ui/components/card.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { counted } from "#ui/components/counted.ts";
import { DiffView } from "#ui/diff/diff-view.tsx";

import { CommitMessage } from "./commit-message.tsx";
import type { PlanState } from "./use-plan.ts";

interface PlanResultProps {
  readonly state: PlanState;
  /** Why the viewer may not plan. */
  readonly refusal: string | null;
}

/** The commit as it would be: every changed line, and the message. */
export function PlanResult({ state, refusal }: PlanResultProps) {
  const { plan, current, nothingTicked } = state;
  const shown = plan !== null && plan.status !== "calculating";
  const facts = [
    plan?.baseCommit ? `base ${plan.baseCommit.slice(0, 7)}` : null,
    plan?.hash ? `plan ${plan.hash.slice(0, 4)}` : null,
  ].filter(Boolean);
  return (
    <Card
      title="Diff"
      note={shown ? filesText(plan.files.length) : undefined}
      actions={<span className="font-mono text-xs text-ink-3">{facts.join(" · ")}</span>}
    >
      <div
        aria-busy={!current && !nothingTicked && refusal === null}
        className={classNames("transition-opacity", !current && shown && "opacity-80")}
      >
        {shown && plan.error === null ? (
          <>
            {plan.problems.map((problem) => (
              <p
                key={`${problem.file}:${problem.line}:${problem.column}`}
                className="border-b border-line bg-behind-wash px-3.5 py-2 text-xs text-behind"
              >
                <code className="font-mono">
                  {problem.file}:{problem.line}
                </code>{" "}
                {problem.message}
              </p>
            ))}
            {plan.diff === "" ? (
              <p className="px-3.5 py-6 text-sm text-ink-2">
                Nothing to change: every workload is listed with its reason.
              </p>
            ) : (
              <>
                <DiffView diff={plan.diff} />
                <CommitMessage
                  message={plan.message}
                  onSubject={state.setSubject}
                  key={plan.target.id}
                />
              </>
            )}
          </>
        ) : (
          <p className="px-3.5 py-6 text-sm text-ink-2">
            {refusal ?? emptyText(nothingTicked, plan?.error ?? null)}
          </p>
        )}
      </div>
    </Card>
  );
}

function emptyText(nothingTicked: boolean, error: string | null): string {
  if (error !== null) return error;
  return nothingTicked ? "Tick at least one workload." : "Calculating…";
}

function filesText(count: number): string {
  return count === 0 ? "no file changes" : counted(count, "file");
}
