"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import type { Mapping } from "#contracts/api/settings.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { mappingQuery } from "#ui/queries/settings.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { MappingActions } from "./mapping-actions.tsx";
import { previewMapping } from "./mapping-preview.ts";
import { type MappingDraft, goodRules } from "./mapping-rules.ts";
import { PreviewCard } from "./preview-card.tsx";
import { RuleList } from "./rule-list.tsx";

interface MappingPageProps {
  readonly org: string;
  readonly initial: Mapping;
}

/** What is being typed, and the version that it began from: a newer one that arrives meanwhile is not overwritten. */
interface TypedMapping {
  readonly version: number;
  readonly draft: MappingDraft;
}

/** The mapping of two clusters, with what it means for their workloads while it is typed. */
export function MappingPage({ org, initial }: MappingPageProps) {
  const names = { from: initial.from.name, to: initial.to.name };
  const { data, error, refetch } = useQuery({ ...mappingQuery(org, names), initialData: initial });
  const refusal = useRefusal("settings.manage");
  const [typed, setTyped] = useState<TypedMapping | null>(null);
  const { draft, version } = useMemo(() => typed ?? draftOf(data), [typed, data]);
  const preview = useMemo(
    () =>
      previewMapping({
        mapping: {
          workloads: goodRules("workloads", draft.workloads),
          images: goodRules("images", draft.images),
        },
        source: data.sourceWorkloads,
        target: data.targetWorkloads,
      }),
    [draft, data],
  );
  const matched = preview.targets.filter(({ sources }) => sources.length > 0).length;
  return (
    <>
      <header className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div>
          <h1>
            {names.from} to {names.to}
          </h1>
          <p className="text-ink-2">
            {matched} of {preview.targets.length} workloads of {names.to} have a counterpart in{" "}
            {names.from}.
          </p>
        </div>
        <span className="ml-auto">
          <ButtonLink href={`/${org}/promote?to=${names.to}&from=${names.from}`}>
            Promote {names.from} to {names.to}
          </ButtonLink>
        </span>
      </header>
      <div className="grid gap-4">
        {refusal ? <Notice>{refusal} You see the mapping as it is.</Notice> : null}
        {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid gap-4">
            {(["workloads", "images"] as const).map((kind) => (
              <RuleList
                key={kind}
                kind={kind}
                rules={draft[kind]}
                names={names}
                readOnly={refusal !== null}
                onChange={(rules) => setTyped({ version, draft: { ...draft, [kind]: rules } })}
              />
            ))}
          </div>
          <PreviewCard preview={preview} names={names} />
        </div>
        {refusal ? null : (
          <MappingActions
            org={org}
            pair={names}
            version={version}
            draft={draft}
            changed={typed !== null}
            onSettled={() => setTyped(null)}
          />
        )}
      </div>
    </>
  );
}

function draftOf({ version, workloads, images }: Mapping): TypedMapping {
  const draft = {
    workloads: workloads.map((rule, id) => ({ ...rule, id })),
    images: images.map((rule, id) => ({ ...rule, id })),
  };
  return { version, draft };
}
