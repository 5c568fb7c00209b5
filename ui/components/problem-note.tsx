"use client";
import { ApiProblem } from "#ui/queries/api-problem.ts";

import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface ProblemNoteProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A failed call in words: what happened, what to quote when asking for help, and another try. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const problem = error instanceof ApiProblem ? error.problem : null;
  return (
    <Notice
      tone="bad"
      role="alert"
      action={onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
    >
      <p className="font-semibold">{problem?.title ?? "Could not load"}</p>
      <p>{problem?.detail ?? "The server did not answer. Check the connection and try again."}</p>
      {problem?.errors?.map((flaw) => (
        <p key={flaw.pointer}>
          <code>{flaw.pointer}</code>: {flaw.detail}
        </p>
      ))}
      {problem ? <p className="text-2xs opacity-80">Request {problem.requestId}</p> : null}
    </Notice>
  );
}
