"use client";
import type { Settings } from "#contracts/api/settings.ts";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { rotateSigningKey, switchSigning } from "#ui/queries/settings.ts";

import { ConfirmButton } from "./confirm-button.tsx";
import { SigningKeys } from "./signing-keys.tsx";
import { useSettingsChange } from "./use-settings-change.ts";

interface SigningSectionProps {
  readonly org: string;
  readonly settings: Settings;
  readonly readOnly: boolean;
}

/** Whether commits are signed, with which key, and how others verify them. */
export function SigningSection({ org, settings, readOnly }: SigningSectionProps) {
  const { version, signing, committer } = settings;
  const turn = useSettingsChange(org, (on: boolean) => switchSigning(org, { version, on }));
  const rotate = useSettingsChange(org, () => rotateSigningKey(org, { version }));
  const error = turn.error ?? rotate.error;
  return (
    <Card
      title="Commit signing"
      actions={<Tag tone={signing.on ? "ok" : "plain"}>{signing.on ? "On" : "Off"}</Tag>}
    >
      <div className="grid gap-3 p-3.5 text-sm">
        <p className="text-ink-2">
          Releases are committed by{" "}
          <b className="font-semibold text-ink">
            {committer.name} &lt;{committer.email}&gt;
          </b>
          ; the author is the person who releases. {signedHow(signing)}
        </p>
        {signing.keys.length > 0 ? <SigningKeys keys={signing.keys} on={signing.on} /> : null}
        {error ? <ProblemNote error={error} /> : null}
        {readOnly ? null : (
          <div className="flex flex-wrap items-center gap-2">
            {signing.on ? (
              <>
                <ConfirmButton
                  label="Make a new key"
                  question="The new key signs from the next commit on, and its public part must be added where commits are verified. The old private key is deleted."
                  confirm="Make a new key"
                  pending={rotate.isPending}
                  onConfirm={() => rotate.mutate(undefined)}
                />
                <ConfirmButton
                  label="Turn off"
                  question="The next commits carry no signature: a host that requires one refuses them."
                  confirm="Turn signing off"
                  pending={turn.isPending}
                  onConfirm={() => turn.mutate(false)}
                />
              </>
            ) : (
              <Button pending={turn.isPending} onClick={() => turn.mutate(true)}>
                Sign commits from now on
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

function signedHow({ on, keys }: Settings["signing"]): string {
  if (on)
    return "Each commit is signed with the organization's own key, as git does with SSH keys.";
  return keys.length === 0
    ? "Turned on, the product makes an Ed25519 key; its private part is stored encrypted and only ever opened to sign."
    : "Commits carry no signature; the key is kept for when signing is turned on again.";
}
