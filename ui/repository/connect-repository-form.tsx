"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";

import type { ConnectRepository } from "#contracts/api/repository.ts";
import { profileOf } from "#domain/git/host-profile.ts";
import { fieldErrors } from "#ui/cluster/cluster-form.ts";
import { Button } from "#ui/components/button.tsx";
import { Choice } from "#ui/components/choice.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { TextArea } from "#ui/components/text-area.tsx";
import { connectRepository } from "#ui/queries/repositories.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { CredentialsFields } from "./credentials-fields.tsx";
import {
  type AddressNote,
  type Way,
  noteOf,
  repositoryFromForm,
  waysOf,
} from "./repository-form.ts";

interface ConnectRepositoryFormProps {
  readonly org: string;
  /** The address that a link brought along. */
  readonly initialUrl: string;
  /** The cluster whose manifests the repository is connected for. */
  readonly clusterId: string | null;
}

/** Where the manifests live and how they are reached: the address tells which ways there are. */
export function ConnectRepositoryForm(props: ConnectRepositoryFormProps) {
  const { org, initialUrl, clusterId } = props;
  const client = useQueryClient();
  const router = useRouter();
  const refusal = useRefusal("cluster.enrol");
  const [url, setUrl] = useState(initialUrl);
  const [chosen, setWay] = useState<Way>("basic");
  const note = noteOf(url);
  const isSsh = note.kind === "address" && note.isSsh;
  const ways = waysOf(isSsh);
  const way = ways.some(({ value }) => value === chosen) ? chosen : (ways[0]?.value ?? "none");
  const connect = useMutation({
    mutationFn: (repository: ConnectRepository) => connectRepository(org, repository),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ["repositories", org] });
      const wanted = clusterId === null ? "" : `?for=${encodeURIComponent(clusterId)}`;
      router.push(`/${org}/clusters/repositories/${id}${wanted}`);
    },
  });
  const errors = fieldErrors(connect.error);
  const profile = note.kind === "address" ? note.profile : profileOf("");
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!refusal) connect.mutate(repositoryFromForm(new FormData(event.currentTarget), way));
  }
  return (
    <form onSubmit={submit} noValidate className="grid max-w-[640px] gap-4">
      <Field
        name="url"
        label="Git URL"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        hint={hintOf(note)}
        error={errors["url"] ?? errors["repository"]}
        autoComplete="off"
        spellCheck={false}
        inputMode="url"
      />
      <Choice legend="Opened with" value={way} options={ways} onChange={setWay} />
      <CredentialsFields way={way} profile={profile} errors={errors} />
      {isSsh ? (
        <Field
          name="hostKey"
          label="The host's key, if you have it"
          hint="SHA256:… or its line of a known_hosts file. Empty: you are shown it and confirm it next"
          error={errors["hostKey"]}
          autoComplete="off"
          spellCheck={false}
        />
      ) : (
        <details className="text-sm">
          <summary className="min-h-6 cursor-pointer text-ink-2">
            The host has a certificate of your own authority
          </summary>
          <div className="mt-2">
            <TextArea name="ca" label="Certificates (PEM)" error={errors["ca"]} />
          </div>
        </details>
      )}
      {connect.error ? <ProblemNote error={connect.error} /> : null}
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" reason={refusal} pending={connect.isPending}>
          Connect and check
        </Button>
      </div>
    </form>
  );
}

function hintOf(note: AddressNote): string {
  switch (note.kind) {
    case "nothing":
      return "https://…, ssh://git@host/path or git@host:path";
    case "wrong":
      return note.message;
    case "address":
      return `${note.profile.name}: ${note.url}`;
  }
}
