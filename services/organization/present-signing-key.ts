import { createHash } from "node:crypto";

import type { SigningKey } from "#contracts/api/settings.ts";
import type { GitPerson } from "#ports/git-repository.ts";
import type { SigningKeyRow } from "#ports/store/organization-rows.ts";

/** A signing key as people compare it, and as git verifies with it. */
export function presentSigningKey(
  { id, publicKey, createdAt, retiredAt }: SigningKeyRow,
  committer: GitPerson,
): SigningKey {
  return {
    id,
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    allowedSigner: `${committer.email} namespaces="git" ${publicKey}`,
    createdAt: createdAt.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}

/** As `ssh-keygen -l` prints it. */
function fingerprintOf(publicKey: string): string {
  const [, blob = ""] = publicKey.split(" ");
  const digest = createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}
