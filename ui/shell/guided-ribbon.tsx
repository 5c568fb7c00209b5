"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState, useSyncExternalStore } from "react";

import { classNames } from "#ui/components/class-names.ts";
import { Icon } from "#ui/components/icon.tsx";

import { markStep, rememberedSteps, watchSteps } from "./guide-memory.ts";
import { guideCookie, guideLabels, guideSteps, readSteps, stepsDoneBy } from "./guide.ts";

const yearSeconds = 365 * 24 * 3600;

/** The demo's tour: four steps that tick themselves as their pages are visited. */
export function GuidedRibbon() {
  const done = readSteps(useSyncExternalStore(watchSteps, rememberedSteps, () => ""));
  const [hidden, setHidden] = useState(false);
  const path = usePathname();
  const search = useSearchParams();
  useEffect(() => {
    for (const step of stepsDoneBy(path, search)) markStep(step);
  }, [path, search]);
  if (hidden) return null;
  function dismiss() {
    setHidden(true);
    document.cookie = `${guideCookie}=hidden; path=/; max-age=${yearSeconds}; samesite=lax`;
  }
  const next = guideSteps.find((step) => !done.includes(step));
  return (
    <section
      aria-label="Tour"
      className="mb-3 flex flex-none items-center gap-x-4 gap-y-1 rounded-control border border-line bg-surface py-1 pr-1 pl-3 text-xs text-ink-2"
    >
      <ol className="flex min-w-0 flex-1 flex-wrap gap-x-4 gap-y-1">
        {guideSteps.map((step, index) => (
          <li
            key={step}
            className={classNames(
              "inline-flex items-center gap-1",
              step === next && "font-semibold text-ink",
            )}
          >
            {done.includes(step) ? (
              <>
                <Icon name="check" className="size-3.5 text-ok" />
                <span className="sr-only">Done: </span>
              </>
            ) : (
              <span className="tabular">{index + 1}</span>
            )}
            {guideLabels[step]}
          </li>
        ))}
      </ol>
      <button
        type="button"
        aria-label="Dismiss the tour"
        onClick={dismiss}
        className="grid size-7 flex-none place-items-center rounded-control hover:bg-pressed"
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
