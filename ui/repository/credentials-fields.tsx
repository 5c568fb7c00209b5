"use client";
import type { HostProfile } from "#domain/git/host-profile.ts";
import { Field } from "#ui/components/field.tsx";
import { TextArea } from "#ui/components/text-area.tsx";

import type { Way } from "./repository-form.ts";

interface CredentialsFieldsProps {
  readonly way: Way;
  readonly profile: HostProfile;
  /** Field → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What has to be given for one way of opening a repository. Nothing that was given before is shown. */
export function CredentialsFields({ way, profile, errors }: CredentialsFieldsProps) {
  const error = (name: string) => errors[`credentials.${name}`];
  switch (way) {
    case "none":
      return <p className="text-sm text-ink-2">It can be read, and not promoted to.</p>;
    case "basic":
      return (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="username"
            label="User name"
            autoComplete="off"
            hint={`Empty: ${profile.tokenUser}, as ${profile.name} wants it with tokens`}
            error={error("username")}
          />
          <Field
            name="password"
            label="Token or password"
            type="password"
            autoComplete="new-password"
            hint="Kept encrypted, never shown again"
            error={error("password")}
          />
        </div>
      );
    case "github-app":
      return <AppFields error={error} />;
    case "new-key":
      return (
        <p className="text-sm text-ink-2">
          A key is made for this repository alone. Its public half is shown next; add it at{" "}
          {profile.name}: {profile.keyPlace}.
        </p>
      );
    case "own-key":
      return (
        <div className="grid gap-4">
          <TextArea
            name="privateKey"
            label="Private key"
            hint="The whole file, with its first and last line. Kept encrypted, never shown again"
            error={error("privateKey")}
          />
          <Field
            name="passphrase"
            label="Its passphrase, if it has one"
            type="password"
            autoComplete="new-password"
            error={error("passphrase")}
          />
        </div>
      );
  }
}

function AppFields({ error }: { readonly error: (name: string) => string | undefined }) {
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="appId" label="App ID" inputMode="numeric" error={error("appId")} />
        <Field
          name="installationId"
          label="Installation ID"
          inputMode="numeric"
          hint="The number at the end of the installation's address"
          error={error("installationId")}
        />
      </div>
      <TextArea
        name="privateKey"
        label="Private key (.pem)"
        hint="The app needs Contents: read and write. Kept encrypted, never shown again"
        error={error("privateKey")}
      />
      <Field
        name="apiUrl"
        label="API address"
        inputMode="url"
        hint="Only for a GitHub Enterprise server whose API is not at /api/v3"
        error={error("apiUrl")}
      />
    </div>
  );
}
