"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

import { Button } from "#ui/components/button.tsx";
import { Kbd } from "#ui/components/kbd.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { useKeys } from "#ui/components/use-keys.ts";
import { problemCode } from "#ui/queries/api-problem.ts";
import { mappingQuery, removeMapping, saveMapping, settingsQuery } from "#ui/queries/settings.ts";

import { ConfirmButton } from "./confirm-button.tsx";
import { type MappingDraft, flawsIn, isBlank } from "./mapping-rules.ts";

interface MappingActionsProps {
  readonly org: string;
  readonly pair: { readonly from: string; readonly to: string };
  /** The one that the draft began from. */
  readonly version: number;
  readonly draft: MappingDraft;
  readonly changed: boolean;
  /** What was typed is saved, or given up. */
  readonly onSettled: () => void;
}

/** Saves, discards and removes a mapping; says when somebody else was faster. */
export function MappingActions(props: MappingActionsProps) {
  const { org, pair, version, draft, changed, onSettled } = props;
  const client = useQueryClient();
  const router = useRouter();
  const { queryKey } = mappingQuery(org, pair);
  const save = useMutation({
    mutationFn: () => saveMapping(org, pair, { version, ...rulesOf(draft) }),
    onSuccess: (saved) => {
      client.setQueryData(queryKey, saved);
      void client.invalidateQueries({ queryKey: settingsQuery(org).queryKey });
      onSettled();
    },
  });
  const remove = useMutation({
    mutationFn: () => removeMapping(org, { ...pair, version }),
    onSuccess: async () => {
      client.removeQueries({ queryKey });
      await client.invalidateQueries({ queryKey: settingsQuery(org).queryKey });
      router.push(`/${org}/settings`);
    },
  });
  const error = save.error ?? remove.error;
  const reason = whyNot(changed, draft);
  useKeys({
    "mod+Enter": () => {
      if (reason === null && !save.isPending) save.mutate();
    },
  });
  function loadTheirs() {
    save.reset();
    remove.reset();
    onSettled();
    void client.invalidateQueries({ queryKey });
  }
  return (
    <div className="grid gap-3">
      {error ? <ProblemNote error={error} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        {problemCode(error) === "conflict" ? (
          <Button onClick={loadTheirs}>Load the newest, drop mine</Button>
        ) : null}
        <Button
          variant="primary"
          reason={reason}
          pending={save.isPending}
          onClick={() => save.mutate()}
        >
          Save the mapping <Kbd inverse>⌘ ↵</Kbd>
        </Button>
        {changed ? (
          <Button variant="quiet" onClick={onSettled}>
            Discard
          </Button>
        ) : null}
        {version > 0 ? (
          <ConfirmButton
            label="Remove the mapping"
            question={`${pair.from} and ${pair.to} use the same names again. Plans that are open are calculated anew.`}
            confirm="Remove the mapping"
            pending={remove.isPending}
            onConfirm={() => remove.mutate()}
            className="ml-auto"
          />
        ) : null}
      </div>
    </div>
  );
}

function whyNot(changed: boolean, draft: MappingDraft): string | null {
  if (!changed) return "Nothing to save.";
  const flaws = flawsIn(draft);
  return flaws === 0 ? null : `${flaws === 1 ? "1 rule is" : `${flaws} rules are`} not complete.`;
}

function rulesOf({ workloads, images }: MappingDraft) {
  const sent = (rules: MappingDraft["images"]) =>
    rules
      .filter((rule) => !isBlank(rule))
      .map(({ from, to }) => ({ from: from.trim(), to: to.trim() }));
  return { workloads: sent(workloads), images: sent(images) };
}
