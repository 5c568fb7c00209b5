"use client";
import { useId, useState } from "react";

import { installCommand } from "#contracts/agent-install.ts";
import type { Enrolment } from "#contracts/api/cluster.ts";
import { Checkbox } from "#ui/components/checkbox.tsx";
import { Choice } from "#ui/components/choice.tsx";
import { CopyButton } from "#ui/components/copy-button.tsx";
import { ScrollBox } from "#ui/components/scroll-box.tsx";

import { appliers, choiceWords, firstChoice, rightsOf } from "./install-choice.ts";

/** What the agent may do, and the one command that installs it so. */
export function InstallCommand({ enrolment }: { readonly enrolment: Enrolment }) {
  const [choice, setChoice] = useState(firstChoice);
  const logsId = useId();
  const command = installCommand(enrolment.installUrl, rightsOf(choice));
  return (
    <>
      <div className="grid gap-1">
        <Choice
          legend="What applies git to this cluster?"
          value={choice.applier}
          options={appliers}
          onChange={(applier) => setChoice({ ...choice, applier })}
        />
        <p className="text-xs text-ink-2">{choiceWords(choice.applier)}</p>
        <div className="mt-1 flex min-h-6 items-center gap-2 text-sm">
          <Checkbox
            id={logsId}
            checked={choice.logs}
            onChange={({ target }) => setChoice({ ...choice, logs: target.checked })}
          />
          <label htmlFor={logsId}>Show the last lines of failing containers to those who ask</label>
        </div>
      </div>
      <ScrollBox
        label="Command"
        className="overflow-x-auto whitespace-pre rounded-control bg-sunken p-3 font-mono text-xs"
      >
        {command}
      </ScrollBox>
      <div className="flex flex-wrap items-center gap-3">
        <CopyButton text={command} label="Copy the command" />
        <p className="text-xs text-ink-3">Works once, for an hour. The token is not shown again.</p>
      </div>
    </>
  );
}
