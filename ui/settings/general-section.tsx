"use client";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";

import type { Settings } from "#contracts/api/settings.ts";
import { fieldErrors } from "#ui/cluster/cluster-form.ts";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { problemCode } from "#ui/queries/api-problem.ts";
import { renameOrganization } from "#ui/queries/settings.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { useSettingsChange } from "./use-settings-change.ts";

interface GeneralSectionProps {
  readonly org: string;
  readonly settings: Settings;
}

/** The organization's name. */
export function GeneralSection({ org, settings }: GeneralSectionProps) {
  const router = useRouter();
  const refusal = useRefusal("organization.manage");
  const [typed, setTyped] = useState<{ readonly name: string; readonly version: number } | null>(
    null,
  );
  const rename = useSettingsChange(
    org,
    (change: { readonly name: string; readonly version: number }) =>
      renameOrganization(org, change),
    () => {
      setTyped(null);
      router.refresh();
    },
  );
  const name = typed?.name ?? settings.name;
  // What was typed began from an older version only until its refusal was read.
  const told = problemCode(rename.error) === "conflict";
  const version = told ? settings.version : (typed?.version ?? settings.version);
  const error = fieldErrors(rename.error)["name"];
  const changed = typed !== null && typed.name !== settings.name;
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (changed && refusal === null) rename.mutate({ name, version });
  }
  return (
    <Card title="General">
      <form onSubmit={submit} noValidate className="grid gap-3 p-3.5">
        <div className="max-w-[420px]">
          <Field
            label="Name"
            value={name}
            readOnly={refusal !== null}
            onChange={(event) => setTyped({ version, name: event.target.value })}
            hint={refusal ?? `Its address stays /${org}`}
            error={error}
            autoComplete="off"
          />
        </div>
        {rename.error && !error ? <ProblemNote error={rename.error} /> : null}
        {refusal === null ? (
          <div className="flex items-center gap-3">
            <Button
              type="submit"
              pending={rename.isPending}
              reason={changed ? null : "Nothing to save."}
            >
              Save the name
            </Button>
            {changed ? (
              <Button variant="quiet" onClick={() => setTyped(null)}>
                Discard
              </Button>
            ) : null}
          </div>
        ) : null}
      </form>
    </Card>
  );
}
