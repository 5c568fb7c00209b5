"use client";
import { Button } from "#ui/components/button.tsx";
import { CopyButton } from "#ui/components/copy-button.tsx";
import { Kbd } from "#ui/components/kbd.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { useKeys } from "#ui/components/use-keys.ts";
import { problemCode } from "#ui/queries/api-problem.ts";

import { changedCount } from "./plan-items.ts";
import { promoteHref } from "./promote-url.ts";
import { StalePlan } from "./stale-plan.tsx";
import type { PlanState } from "./use-plan.ts";
import { useReleasePlan } from "./use-release-plan.ts";

interface PromoteBarProps {
  readonly org: string;
  readonly state: PlanState;
  /** What the button says. */
  readonly title: string;
  readonly refusal: string | null;
}

/** The promise and the one button. */
export function PromoteBar({ org, state, title, refusal }: PromoteBarProps) {
  const { plan, current } = state;
  const release = useReleasePlan(org);
  const reason = refusal ?? blockedReason(state);
  const pending = release.isPending || release.isSuccess || (!current && reason === null);
  function go() {
    if (plan && reason === null && !pending) release.mutate(plan.id);
  }
  useKeys({ "mod+Enter": go });
  const outdated = ["plan-stale", "plan-expired"].includes(problemCode(release.error) ?? "");
  function replan() {
    release.reset();
    state.replan();
  }
  return (
    <div className="sticky -bottom-5 -mx-5 -mb-5 grid flex-none gap-2 border-t border-line bg-canvas px-5 py-3 max-md:-bottom-3.5 max-md:-mx-3.5 max-md:-mb-3.5 max-md:px-3.5">
      {outdated ? <StalePlan error={release.error} onReplan={replan} /> : null}
      {release.error && !outdated ? <ProblemNote error={release.error} onRetry={go} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-xs text-ink-2 max-md:basis-full">
          {plan?.repository ? (
            <>
              One commit to <code className="font-mono">{repositoryName(plan.repository)}</code>,
              branch <code className="font-mono">{plan.branch}</code>. What you see is what is
              committed.
            </>
          ) : null}
        </p>
        {plan && current ? (
          <span className="max-md:hidden">
            <CopyButton
              label="Copy link to plan"
              text={() => `${location.origin}${promoteHref(org, { plan: plan.id })}`}
            />
          </span>
        ) : null}
        <Button
          variant="primary"
          size="large"
          reason={reason}
          pending={pending}
          onClick={go}
          className="max-md:flex-1"
        >
          {title} <Kbd inverse>⌘↵</Kbd>
        </Button>
      </div>
    </div>
  );
}

function blockedReason({ plan, current, nothingTicked, error }: PlanState): string | null {
  if (nothingTicked) return "Tick at least one workload.";
  if (error) return "There is no plan.";
  if (!current || plan === null) return null;
  if (plan.status === "expired" || plan.status === "released") return "Look at a new plan first.";
  if (plan.status === "failed") return "There is no plan.";
  return changedCount(plan.items) === 0 ? "Nothing to change." : null;
}

function repositoryName(url: string): string {
  return url
    .replace(/\.git$/, "")
    .split("/")
    .slice(-2)
    .join("/");
}
