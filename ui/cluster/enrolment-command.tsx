"use client";
import type { Enrolment } from "#contracts/api/cluster.ts";
import { absoluteTime } from "#ui/components/absolute-time.ts";
import { CopyButton } from "#ui/components/copy-button.tsx";

/** The command with its one-time token, and what it will be allowed to do. */
export function EnrolmentCommand({ enrolment }: { readonly enrolment: Enrolment }) {
  return (
    <div className="grid gap-3 p-3.5">
      <pre
        tabIndex={0}
        aria-label="Enrolment command"
        className="overflow-x-auto rounded-m bg-sunken px-3 py-2.5 font-mono text-xs leading-relaxed whitespace-pre-wrap break-all"
      >
        {enrolment.command}
      </pre>
      <div className="flex flex-wrap items-center gap-3 text-xs text-ink-2">
        <CopyButton text={enrolment.command} label="Copy the command" />
        <span>
          Works once, until{" "}
          <time dateTime={enrolment.expiresAt}>
            {absoluteTime(enrolment.expiresAt).slice(11, 16)} UTC
          </time>
          . It is not shown again.
        </span>
      </div>
      <p className="text-xs text-ink-2">
        The agent only dials out. It reads workloads, pods and events, never secrets. To remove it,
        delete the namespace <code className="font-mono">stagecoach</code>.
      </p>
    </div>
  );
}
