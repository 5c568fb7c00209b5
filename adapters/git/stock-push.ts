import fs from "node:fs";
import { rm, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";

import * as git from "isomorphic-git";

import type { PushOutcome } from "#ports/git-repository.ts";

import { httpClientOver } from "./isomorphic-http.ts";
import { declined, isRace } from "./receive-pack.ts";
import { unavailable } from "./transport/failure.ts";
import type { GitTransport } from "./transport/transport.ts";

/** isomorphic-git wants an address of a form that it knows; the transport knows the real one. */
const anyUrl = "http://git.invalid/repository.git";

/**
 * isomorphic-git's own push of a commit that is in the mirror: it looks at the branch first and walks every tree, so
 * it is slow, but it is the plainest form of a push that there is. Never forces. Throws as `GitBranch.push` does.
 */
export async function stockPush(input: {
  readonly gitdir: string;
  readonly transport: GitTransport;
  readonly branch: string;
  readonly commit: string;
  readonly signal: AbortSignal | undefined;
}): Promise<PushOutcome> {
  const { gitdir, transport, branch, commit, signal } = input;
  const ref = `refs/heads/push-${commit}`;
  const file = join(gitdir, ref);
  await mkdir(join(gitdir, "refs", "heads"), { recursive: true });
  await writeFile(file, `${commit}\n`);
  try {
    const http = httpClientOver(transport, signal);
    const remoteRef = `refs/heads/${branch}`;
    await git.push({ fs, gitdir, http, url: anyUrl, ref, remoteRef, force: false });
    return { kind: "pushed" };
  } catch (error) {
    return outcomeOf(error, transport, branch);
  } finally {
    await rm(file, { force: true });
  }
}

function outcomeOf(error: unknown, transport: GitTransport, branch: string): PushOutcome {
  if (error instanceof git.Errors.PushRejectedError) return { kind: "moved" };
  if (error instanceof git.Errors.GitPushError) {
    const refusal = error.data.prettyDetails.trim();
    if (isRace(refusal)) return { kind: "moved" };
    throw declined(transport, branch, refusal);
  }
  const isUnread =
    error instanceof git.Errors.ParseError || error instanceof git.Errors.EmptyServerResponseError;
  if (isUnread) throw unavailable(transport.host, "answered a push with what cannot be read");
  throw error;
}
