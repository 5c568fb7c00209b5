"use client";
import { useMutation } from "@tanstack/react-query";

import type { ChangeRepository, RepositorySummary } from "#contracts/api/repository.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { changeRepository, checkRepository } from "#ui/queries/repositories.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { checkWords } from "./check-words.ts";

interface ConnectionCardProps {
  readonly org: string;
  readonly repository: RepositorySummary;
  readonly onChanged: (repository: RepositorySummary) => void;
}

/** What the last try of the connection found; another try; the host's key to be confirmed. */
export function ConnectionCard({ org, repository, onChanged }: ConnectionCardProps) {
  const refusal = useRefusal("cluster.enrol");
  const { check, hostKey, id } = repository;
  const again = useMutation({
    mutationFn: () => checkRepository(org, id),
    onSuccess: onChanged,
  });
  const trust = useMutation({
    mutationFn: (change: ChangeRepository) => changeRepository(org, id, change),
    onSuccess: onChanged,
  });
  const words = checkWords(check);
  const shown = check.shownHostKey;
  const error = again.error ?? trust.error;
  return (
    <Card title="Connection" note={check.at ? <Ago at={check.at} /> : null}>
      <div className="grid gap-3 p-3.5 text-sm">
        <Notice tone={words.tone} role="status">
          <p className="font-semibold">{words.word}</p>
          <p className="break-words">{words.line}</p>
        </Notice>
        {shown ? (
          <div className="grid gap-2">
            <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
              <dt className="text-ink-3">Shown now</dt>
              <dd className="min-w-0 break-all">
                <code>{shown.fingerprint}</code>
              </dd>
              <dt className="text-ink-3">Trusted</dt>
              <dd className="min-w-0 break-all">
                <code>{hostKey ?? "none yet"}</code>
              </dd>
            </dl>
            <div className="flex items-center gap-3">
              <Button
                variant={hostKey === null ? "primary" : "danger"}
                reason={refusal}
                pending={trust.isPending}
                onClick={() => trust.mutate({ hostKey: shown.key })}
              >
                {hostKey === null ? "It is the host's key: trust it" : "Trust the new key instead"}
              </Button>
            </div>
          </div>
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div className="flex items-center gap-3">
          <Button
            reason={refusal}
            pending={again.isPending || check.state === "waiting"}
            onClick={() => again.mutate()}
          >
            Check connection
          </Button>
        </div>
      </div>
    </Card>
  );
}
