"use client";
import type { ReactNode } from "react";

import type { ReleaseStep } from "#contracts/api/release.ts";
import { stepTitle } from "#domain/promotion/release.ts";
import { classNames } from "#ui/components/class-names.ts";
import { Icon } from "#ui/components/icon.tsx";
import { RunningTime } from "#ui/components/running-time.tsx";

const spoken: Readonly<Record<ReleaseStep["status"], string>> = {
  pending: "not yet",
  running: "now",
  succeeded: "done",
  failed: "failed",
  skipped: "skipped",
};

/** The steps in their order, with how long each took. */
export function StepRail({ steps }: { readonly steps: readonly ReleaseStep[] }) {
  return (
    <section aria-label="Steps" className="rounded-card border border-line bg-surface">
      <ol className="py-1.5">
        {steps.map((step) => (
          <StepRow key={step.name} step={step} />
        ))}
      </ol>
    </section>
  );
}

function StepRow({ step }: { readonly step: ReleaseStep }) {
  const { name, status, startedAt, finishedAt, note } = step;
  return (
    <li
      aria-current={status === "running" ? "step" : undefined}
      className={classNames(
        "relative grid grid-cols-[18px_1fr_auto] gap-x-2.5 px-3.5 py-[7px] text-sm",
        "not-last:before:absolute not-last:before:top-[26px] not-last:before:-bottom-2 not-last:before:left-[22px] not-last:before:w-px not-last:before:bg-line",
        (status === "pending" || status === "skipped") && "text-ink-3",
        status === "running" && "font-semibold",
      )}
    >
      <StepDot status={status} />
      <span>
        {stepTitle(name)}
        <span className="sr-only">, {spoken[status]}</span>
      </span>
      <span className="text-xs font-normal text-ink-3">
        {startedAt !== null && status !== "skipped" ? (
          <RunningTime from={startedAt} to={finishedAt} />
        ) : null}
      </span>
      {note ? (
        <small
          className={classNames(
            "col-[2/-1] text-xs font-normal break-words",
            status === "failed" ? "text-bad" : "text-ink-3",
          )}
        >
          {note}
        </small>
      ) : null}
    </li>
  );
}

function StepDot({ status }: Pick<ReleaseStep, "status">) {
  switch (status) {
    case "succeeded":
      return dot("bg-ok-wash text-ok", <Icon name="check" className="size-3" />);
    case "failed":
      return dot("bg-bad-wash text-bad", <Icon name="cross" className="size-3" />);
    case "running":
      return (
        <span
          aria-hidden="true"
          className="ring-progress z-1 mt-px size-[17px] animate-spin [animation-duration:1.4s]"
        />
      );
    case "pending":
    case "skipped":
      return dot("bg-pressed text-ink-3", status === "skipped" ? "–" : "·");
  }
}

function dot(look: string, content: ReactNode) {
  return (
    <span
      aria-hidden="true"
      className={classNames("z-1 grid size-[17px] place-items-center rounded-full text-2xs", look)}
    >
      {content}
    </span>
  );
}
