"use client";
import type { LogRun, PodEvent } from "#contracts/agent-logs.ts";
import type { PodLogsAnswer } from "#contracts/api/pod-logs.ts";
import { timeOfDay } from "#ui/components/absolute-time.ts";
import { Button } from "#ui/components/button.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { CopyButton } from "#ui/components/copy-button.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { Pick } from "#ui/components/pick.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { ScrollBox } from "#ui/components/scroll-box.tsx";
import { problemCode } from "#ui/queries/api-problem.ts";

import { noLogsWords, runTitle } from "./log-words.ts";
import type { AskedPodLogs } from "./use-pod-logs.ts";

interface PodLogPanelProps {
  /** The cluster's name. */
  readonly cluster: string;
  readonly logs: AskedPodLogs;
}

/** The last lines of a pod that somebody asked for, and what Kubernetes recorded about it; nothing before. */
export function PodLogPanel({ cluster, logs }: PodLogPanelProps) {
  const { pod, data, error, asking } = logs;
  if (pod === null) return null;
  const isGone = problemCode(error) === "not-found" && data === null;
  const answer = isGone ? ({ state: "gone" } as const) : data?.answer;
  return (
    <section
      aria-label={`Log of ${pod}`}
      className="grid min-w-0 gap-2 rounded-control border border-line bg-surface p-3 text-sm text-ink"
    >
      <PanelHead logs={logs} pod={pod} />
      {error && !isGone ? (
        <ProblemNote error={error} onRetry={() => logs.ask({ pod })} />
      ) : asking || answer === undefined || answer.state === "waiting" ? (
        <p role="status" className="py-2 text-xs text-ink-2">
          Asking the agent of {cluster} for the last lines…
        </p>
      ) : answer.state === "read" ? (
        <Lines runs={answer.runs} events={answer.events} />
      ) : (
        <Nothing answer={answer} cluster={cluster} />
      )}
    </section>
  );
}

function PanelHead({ logs, pod }: { readonly logs: AskedPodLogs; readonly pod: string }) {
  const { data, asking } = logs;
  const containers = data?.containers ?? [];
  const text = data?.answer.state === "read" ? textOf(data.answer.runs) : "";
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h3 className="min-w-0 flex-1 basis-52 font-mono text-xs font-semibold break-all">{pod}</h3>
      {data !== null && containers.length > 1 ? (
        <Pick
          label="container"
          value={data.container}
          options={containers.map((name) => ({ value: name, label: name }))}
          onChange={(container) => logs.ask({ pod, container })}
        />
      ) : null}
      {text === "" ? null : <CopyButton text={text} label="Copy" />}
      <Button
        pending={asking}
        onClick={() => logs.ask({ pod, ...(data && { container: data.container }) })}
      >
        Ask again
      </Button>
    </div>
  );
}

function Lines({
  runs,
  events,
}: {
  readonly runs: readonly LogRun[];
  readonly events: readonly PodEvent[];
}) {
  return (
    <>
      {runs.map((run) => (
        <RunLines key={run.run} run={run} title={runTitle(run, runs.length)} />
      ))}
      <Events events={events} />
      <p className="text-xs text-ink-3">
        Read from the cluster just for you, noted in the audit log, and forgotten after 15 minutes.
      </p>
    </>
  );
}

function RunLines({ run, title }: { readonly run: LogRun; readonly title: string }) {
  const nothing = run.unread ?? (run.text.trim() === "" ? "It has written nothing." : null);
  return (
    <div className="grid min-w-0 gap-1">
      <h4 className="text-xs font-semibold text-ink-2">{title}</h4>
      {run.truncated ? <p className="text-xs text-ink-3">Older lines are left out.</p> : null}
      {nothing === null ? (
        <ScrollBox
          label={title}
          ref={scrollToEnd}
          className="max-h-[320px] overflow-auto rounded-control bg-sunken p-3 font-mono text-xs leading-relaxed break-words whitespace-pre-wrap"
        >
          {run.text.trimEnd()}
        </ScrollBox>
      ) : (
        <p className="text-xs text-ink-2">{nothing}</p>
      )}
    </div>
  );
}

function Events({ events }: { readonly events: readonly PodEvent[] }) {
  return (
    <div className="grid min-w-0 gap-1">
      <h4 className="text-xs font-semibold text-ink-2">Events of the pod</h4>
      {events.length === 0 ? (
        <p className="text-xs text-ink-2">Kubernetes keeps none, or the agent may not see them.</p>
      ) : (
        <ul className="grid gap-1 text-xs">
          {events.map((event) => (
            <li
              key={`${event.at} ${event.reason} ${event.message}`}
              className="flex flex-wrap gap-x-2"
            >
              <time dateTime={event.at} className="font-mono text-ink-3">
                {timeOfDay(event.at)}
              </time>
              <span className={classNames("font-semibold", event.warning && "text-bad")}>
                {event.reason}
                {event.count > 1 ? ` ×${event.count}` : ""}
              </span>
              <span className="min-w-0 break-words text-ink-2">{event.message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Answer = PodLogsAnswer["answer"];

function Nothing({ answer, cluster }: { readonly answer: Answer; readonly cluster: string }) {
  return (
    <Notice role="status" tone={answer.state === "failed" ? "bad" : "behind"}>
      <p>{noLogsWords(answer, cluster)}</p>
      {answer.state === "no-right" ? (
        <p className="mt-1">
          <code className="text-xs break-words">
            helm upgrade … --reuse-values --set permissions.logs=true
          </code>
        </p>
      ) : null}
    </Notice>
  );
}

/** What a person would paste into a report. */
function textOf(runs: readonly LogRun[]): string {
  return runs.map(({ text }) => text).join("");
}

/** The end of a log is what it was asked for. */
function scrollToEnd(box: HTMLDivElement | null): void {
  if (box !== null) box.scrollTop = box.scrollHeight;
}
