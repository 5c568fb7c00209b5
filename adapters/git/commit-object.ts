import type { GitPerson, NewCommit } from "#ports/git-repository.ts";

import type { ObjectType } from "./pack-entry.ts";
import { sshSignature } from "./ssh-signature.ts";

/** What git itself takes off both ends of a name or an address. */
const crud = /^[\p{Cc} .,:;<>"\\']+|[\p{Cc} .,:;<>"\\']+$/gu;
const breaksLine = /[<>\p{Cc}]/gu;

/**
 * The bytes of a commit object; signed where there is a key, as `git commit -S` does with an SSH key. Names and
 * addresses lose what would break git's format. Without a parent it is a branch's first commit.
 */
export function encodeCommit(
  input: Omit<NewCommit, "files"> & { readonly tree: string; readonly parent: string | null },
): { readonly type: ObjectType; readonly data: Buffer } {
  const { tree, parent, message, signingKey } = input;
  const head = [
    `tree ${tree}`,
    ...(parent === null ? [] : [`parent ${parent}`]),
    `author ${identity(input.author, input.authoredAt)}`,
    `committer ${identity(input.committer, input.at)}`,
  ];
  const body = message.replaceAll("\u0000", "");
  const unsigned = commitBytes(head, body);
  if (signingKey === null) return { type: "commit", data: unsigned };
  const signature = sshSignature({ privateKey: signingKey, namespace: "git", message: unsigned });
  return { type: "commit", data: commitBytes([...head, signatureHeader(signature)], body) };
}

function commitBytes(head: readonly string[], message: string): Buffer {
  return Buffer.from(`${head.join("\n")}\n\n${message}`, "utf8");
}

/** A header of several lines: each but the first begins with a space. */
function signatureHeader(signature: string): string {
  return `gpgsig ${signature.trimEnd().replaceAll("\n", "\n ")}`;
}

function identity({ name, email }: GitPerson, at: Date): string {
  const address = clean(email);
  const shown = clean(name) || address.split("@")[0] || "unknown";
  return `${shown} <${address}> ${Math.floor(at.getTime() / 1000)} +0000`;
}

function clean(text: string): string {
  return text.replaceAll(crud, "").replaceAll(breaksLine, "");
}
