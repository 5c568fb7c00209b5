import type { RepositorySummary } from "#contracts/api/repository.ts";
import { CopyButton } from "#ui/components/copy-button.tsx";

interface PublicKeyProps {
  readonly publicKey: string | null;
  readonly host: RepositorySummary["host"];
}

/** The public half of an ssh key, to be added at the host, and where that is done. */
export function PublicKey({ publicKey, host }: PublicKeyProps) {
  if (publicKey === null) return null;
  return (
    <div className="grid gap-2">
      <p className="text-ink-2">
        Add its public half at {host.name}: {host.keyPlace}.
      </p>
      <code className="rounded-control border border-line bg-page p-2.5 text-xs break-all">
        {publicKey}
      </code>
      <div className="flex">
        <CopyButton text={publicKey} label="Copy the public key" />
      </div>
    </div>
  );
}
