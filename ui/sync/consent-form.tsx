"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";

import type { SyncAsk, SyncConsent } from "#contracts/agent-sync.ts";
import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { SyncReport } from "#contracts/api/sync.ts";
import { Button } from "#ui/components/button.tsx";
import { Checkbox } from "#ui/components/checkbox.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { agreeToSync, clusterSyncQuery } from "#ui/queries/sync.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { consentHindrance } from "./consent-hindrance.ts";
import { byName, consentWords, objectName } from "./sync-words.ts";

interface ConsentFormProps {
  readonly org: string;
  readonly cluster: Pick<ClusterSummary, "id" | "name" | "environment">;
  readonly report: SyncReport;
}

/** What the sync does only where a person agrees, with the objects it is about. */
export function ConsentForm({ org, cluster, report }: ConsentFormProps) {
  const client = useQueryClient();
  const headingId = useId();
  const refusal = useRefusal("sync.consent", cluster.environment);
  const [agreed, setAgreed] = useState<ReadonlySet<SyncConsent>>(new Set());
  const [typed, setTyped] = useState("");
  const query = clusterSyncQuery(org, cluster.id);
  const agree = useMutation({
    mutationFn: () =>
      agreeToSync(org, cluster.id, {
        commandId: report.commandId,
        reportedAt: report.at,
        consents: [...agreed],
        ...(agreed.has("delete-foundations") && { clusterName: typed }),
      }),
    onSuccess: (answer) => client.setQueryData(query.queryKey, answer),
  });
  function toggle(consent: SyncConsent): void {
    const next = new Set(agreed);
    if (!next.delete(consent)) next.add(consent);
    setAgreed(next);
  }
  const hindrance = consentHindrance({ asks: report.asks, agreed, typed, cluster });
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (refusal === null && hindrance === null && !agree.isPending) agree.mutate();
  }
  return (
    <form
      onSubmit={submit}
      aria-labelledby={headingId}
      className="grid gap-3 rounded-control border border-behind-mark/40 p-3.5"
    >
      <h3 id={headingId} className="font-semibold">
        The sync asks before it does this
      </h3>
      {report.asks.map((ask) => (
        <AskPart
          key={ask.consent}
          ask={ask}
          isAgreed={agreed.has(ask.consent)}
          isOpen={refusal === null}
          onToggle={() => toggle(ask.consent)}
        />
      ))}
      {agreed.has("delete-foundations") ? (
        <Field
          label={`Type ${cluster.name} to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
        />
      ) : null}
      {agree.error ? <ProblemNote error={agree.error} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          variant="danger"
          reason={refusal ?? hindrance}
          pending={agree.isPending}
        >
          Agree, and sync once with it
        </Button>
        <span className="text-xs text-ink-3">
          For revision {report.summary?.revision.slice(0, 7)} only; the next one asks again.
        </span>
      </div>
    </form>
  );
}

const shownAtOnce = 6;

function AskPart(props: {
  readonly ask: SyncAsk;
  readonly isAgreed: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { ask, isAgreed, isOpen, onToggle } = props;
  const { objects, more, consent } = ask;
  const { title, effect } = consentWords(consent, objects.length + more);
  const effectId = useId();
  const sorted = objects.toSorted(byName);
  const first = sorted.slice(0, shownAtOnce);
  const rest = sorted.slice(shownAtOnce);
  return (
    <div className="grid gap-1">
      <label className="flex min-h-6 items-start gap-2 font-medium">
        <Checkbox
          className="mt-0.5"
          checked={isAgreed}
          disabled={!isOpen}
          onChange={onToggle}
          aria-describedby={effectId}
        />
        <span>{title}</span>
      </label>
      <div className="grid gap-1 pl-6">
        <p id={effectId} className="text-ink-2">
          {effect}
        </p>
        <ObjectNames objects={first} />
        {rest.length > 0 ? (
          <details>
            <summary className="min-h-6 cursor-pointer text-xs text-ink-2">
              {rest.length} more
            </summary>
            <ObjectNames objects={rest} />
          </details>
        ) : null}
        {more > 0 ? (
          <p className="text-xs text-ink-2">And {more} that the agent did not list.</p>
        ) : null}
      </div>
    </div>
  );
}

function ObjectNames({ objects }: { readonly objects: SyncAsk["objects"] }) {
  return (
    <ul className="grid gap-0.5 font-mono text-xs">
      {objects.map((object) => (
        <li key={objectName(object)} className="break-all">
          {objectName(object)}
        </li>
      ))}
    </ul>
  );
}
