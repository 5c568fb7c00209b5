"use client";
import { Button } from "#ui/components/button.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { ApiProblem } from "#ui/queries/api-problem.ts";

interface StalePlanProps {
  readonly error: unknown;
  readonly onReplan: () => void;
}

/** The plan is no longer what would be committed: what changed meanwhile, and the way on. */
export function StalePlan({ error, onReplan }: StalePlanProps) {
  const problem = error instanceof ApiProblem ? error.problem : null;
  const changes = problem?.data?.["changes"];
  return (
    <Notice
      tone="behind"
      role="alert"
      action={<Button onClick={onReplan}>Show the new plan</Button>}
    >
      <p className="font-semibold">{problem?.title}</p>
      <p>{problem?.detail}</p>
      {Array.isArray(changes) ? (
        <ul className="list-disc pl-5">
          {changes.map((change) => (
            <li key={String(change)}>{String(change)}</li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}
