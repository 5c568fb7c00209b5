import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";

export type Tone = "plain" | "behind" | "bad" | "run" | "drift" | "ok";

const tones: Readonly<Record<Tone, string>> = {
  plain: "bg-pressed text-ink-2",
  behind: "bg-behind-wash text-behind",
  bad: "bg-bad-wash text-bad",
  run: "bg-run-wash text-run",
  drift: "bg-drift-wash text-drift",
  ok: "bg-ok-wash text-ok",
};

/** The look of a short word about state, for things that must be another element. */
export function tagStyle(tone: Tone, extra?: string): string {
  return classNames(
    "inline-flex flex-none items-center gap-1 rounded-full px-[7px] py-px text-2xs font-semibold whitespace-nowrap",
    tones[tone],
    extra,
  );
}

export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={tagStyle(tone)}>{children}</span>;
}
