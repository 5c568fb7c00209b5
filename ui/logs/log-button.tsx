"use client";
import { Button } from "#ui/components/button.tsx";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import type { AskedPodLogs } from "./use-pod-logs.ts";

interface LogButtonProps {
  readonly environment: string;
  readonly pod: string;
  readonly logs: AskedPodLogs;
}

/** Asks for a pod's log in one click; the click after that puts it away. */
export function LogButton({ environment, pod, logs }: LogButtonProps) {
  const refusal = useRefusal("logs.read", environment);
  const shown = logs.pod === pod;
  return (
    <Button
      aria-expanded={shown}
      aria-label={`${shown ? "Hide" : "Show"} log of ${pod}`}
      reason={refusal}
      pending={shown && logs.asking}
      className="h-7 px-2 text-xs"
      onClick={() => (shown ? logs.close() : logs.ask({ pod }))}
    >
      {shown ? "Hide log" : "Show log"}
    </Button>
  );
}
