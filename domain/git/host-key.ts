import { DomainError } from "#domain/error.ts";

/** The key of an ssh host that is trusted: as a whole, or by its SHA-256 fingerprint. */
export type HostKeyPin =
  | { readonly kind: "fingerprint"; readonly fingerprint: string }
  | { readonly kind: "key"; readonly type: string; readonly base64: string };

const fingerprintForm = /^(?:SHA256:)?([A-Za-z0-9+/]{43})=?$/;
const keyForm = /(?:^|\s)((?:ssh|ecdsa)-[a-z0-9-]+)\s+([A-Za-z0-9+/]{40,}={0,2})(?:\s|$)/;

/**
 * Reads a trusted host key: `SHA256:…` as ssh-keygen prints it, a public key, or the line of a known_hosts file.
 * Throws DomainError "invalid" for anything else.
 */
export function parseHostKey(text: string): HostKeyPin {
  const trimmed = text.trim();
  const [, fingerprint] = fingerprintForm.exec(trimmed) ?? [];
  if (fingerprint !== undefined)
    return { kind: "fingerprint", fingerprint: `SHA256:${fingerprint}` };
  const [, type, base64] = keyForm.exec(trimmed) ?? [];
  if (type !== undefined && base64 !== undefined) return { kind: "key", type, base64 };
  throw new DomainError(
    "invalid",
    "This is no host key. Give its fingerprint (SHA256:…) or its line of a known_hosts file.",
    { pointer: "/hostKey" },
  );
}
