"use client";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import type { ChangeRepository, RepositorySummary } from "#contracts/api/repository.ts";
import { profileOf } from "#domain/git/host-profile.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import { fieldErrors } from "#ui/cluster/cluster-form.ts";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Choice } from "#ui/components/choice.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { changeRepository } from "#ui/queries/repositories.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { CredentialsFields } from "./credentials-fields.tsx";
import { PublicKey } from "./public-key.tsx";
import { type Way, credentialsFromForm, waysOf } from "./repository-form.ts";

interface CredentialsCardProps {
  readonly org: string;
  readonly repository: RepositorySummary;
  readonly onChanged: (repository: RepositorySummary) => void;
}

/** What the repository is opened with, as far as it may be shown, and other credentials instead. */
export function CredentialsCard({ org, repository, onChanged }: CredentialsCardProps) {
  const [isChanging, setChanging] = useState(false);
  const refusal = useRefusal("cluster.enrol");
  return (
    <Card title="Credentials">
      <div className="grid gap-3 p-3.5 text-sm">
        <p>{sentenceOf(repository.credentials)}</p>
        {repository.credentials.kind === "ssh-key" ? (
          <PublicKey publicKey={repository.credentials.publicKey} host={repository.host} />
        ) : null}
        {isChanging ? (
          <ChangeForm
            org={org}
            repository={repository}
            onChanged={(changed) => {
              setChanging(false);
              onChanged(changed);
            }}
          />
        ) : (
          <div className="flex items-center gap-3">
            <Button reason={refusal} onClick={() => setChanging(true)}>
              Change credentials
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

function ChangeForm({ org, repository, onChanged }: CredentialsCardProps) {
  const address = parseRemoteUrl(repository.url);
  const ways = waysOf(address.kind === "ssh");
  const [way, setWay] = useState<Way>(ways[0]?.value ?? "none");
  const change = useMutation({
    mutationFn: (input: ChangeRepository) => changeRepository(org, repository.id, input),
    onSuccess: onChanged,
  });
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    change.mutate({ credentials: credentialsFromForm(new FormData(event.currentTarget), way) });
  }
  return (
    <form onSubmit={submit} noValidate className="grid gap-4 border-t border-line pt-3">
      <Choice legend="Opened with" value={way} options={ways} onChange={setWay} />
      <CredentialsFields
        way={way}
        profile={profileOf(address.host)}
        errors={fieldErrors(change.error)}
      />
      {change.error ? <ProblemNote error={change.error} /> : null}
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" pending={change.isPending}>
          Save and check
        </Button>
      </div>
    </form>
  );
}

function sentenceOf(credentials: RepositorySummary["credentials"]): string {
  switch (credentials.kind) {
    case "none":
      return "None: it is read as anybody can.";
    case "basic":
      return `A token or password, sent as ${credentials.username}.`;
    case "github-app":
      return `The GitHub App ${credentials.appId}, installation ${credentials.installationId}, by ${credentials.apiUrl}.`;
    case "ssh-key":
      return "An ssh key.";
  }
}
