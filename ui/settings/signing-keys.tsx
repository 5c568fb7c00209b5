"use client";
import type { SigningKey } from "#contracts/api/settings.ts";
import { Ago } from "#ui/components/ago.tsx";
import { CopyButton } from "#ui/components/copy-button.tsx";
import { ScrollBox } from "#ui/components/scroll-box.tsx";
import { Tag } from "#ui/components/tag.tsx";

interface SigningKeysProps {
  readonly keys: readonly SigningKey[];
  readonly on: boolean;
}

/** Public keys, the one that signs first, and what git needs to verify commits with all of them. */
export function SigningKeys({ keys, on }: SigningKeysProps) {
  const [current] = keys;
  const signers = keys.map(({ allowedSigner }) => `${allowedSigner}\n`).join("");
  return (
    <>
      <ul className="rounded-control border border-line">
        {keys.map((key) => (
          <li
            key={key.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line px-3 py-2 not-first:border-t"
          >
            <code className="min-w-0 flex-1 basis-72 font-mono text-xs break-all">
              {key.fingerprint}
            </code>
            <span className="text-xs text-ink-3">
              {key.retiredAt === null ? (
                <>
                  made <Ago at={key.createdAt} />
                </>
              ) : (
                <>
                  signed until <Ago at={key.retiredAt} />
                </>
              )}
            </span>
            {key.retiredAt === null && on ? <Tag tone="ok">signs</Tag> : null}
          </li>
        ))}
      </ul>
      {current ? (
        <div className="grid gap-2">
          <h3 className="font-medium">Public key</h3>
          <Code label="Public key" text={current.publicKey} />
          <p className="text-xs text-ink-3">
            On GitHub, GitLab or Gitea, add it as a signing key of the account that the
            committer&apos;s e-mail address belongs to.
          </p>
          <div>
            <CopyButton text={current.publicKey} label="Copy the public key" />
          </div>
          <h3 className="font-medium">Allowed signers, to verify with git</h3>
          <Code label="Allowed signers" text={signers} />
          <p className="text-xs text-ink-3">
            Save it as a file, then <code>git config gpg.ssh.allowedSignersFile FILE</code> and{" "}
            <code>git verify-commit HEAD</code>. Older keys stay listed for older commits; leave out
            a key that may have leaked.
          </p>
          <div>
            <CopyButton text={signers} label="Copy the allowed signers" />
          </div>
        </div>
      ) : null}
    </>
  );
}

function Code({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <ScrollBox
      label={label}
      className="overflow-x-auto rounded-control bg-sunken p-2.5 font-mono text-xs whitespace-pre"
    >
      {text.trimEnd()}
    </ScrollBox>
  );
}
