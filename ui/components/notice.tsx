import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import type { Tone } from "./tag.tsx";

const tones: Readonly<Record<Tone, string>> = {
  plain: "border-line bg-surface text-ink-2",
  behind: "border-behind-mark/40 bg-behind-wash text-behind",
  bad: "border-bad-mark/40 bg-bad-wash text-bad",
  run: "border-accent/30 bg-run-wash text-run",
  drift: "border-drift/30 bg-drift-wash text-drift",
  ok: "border-ok/30 bg-ok-wash text-ok",
};

interface NoticeProps {
  readonly tone?: Tone;
  /** `alert` interrupts a screen reader; use it for what follows an action. */
  readonly role?: "status" | "alert" | "note";
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export function Notice({ tone = "plain", role = "note", children, action }: NoticeProps) {
  return (
    <div
      role={role}
      className={classNames(
        "flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border px-3.5 py-2 text-sm",
        tones[tone],
      )}
    >
      <div className="min-w-0 flex-1 basis-60">{children}</div>
      {action}
    </div>
  );
}
