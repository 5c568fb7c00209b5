/** How to reach a config repository; the password is never logged. */
export interface GitRemote {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

export interface GitTip {
  readonly commit: string;
  /** Path → blob id of every regular file below the asked-for roots. */
  readonly blobs: ReadonlyMap<string, string>;
}

export interface NewCommit {
  /** Path → whole new content; every path must exist at the base. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly at: Date;
}

export type PushOutcome =
  | { readonly kind: "pushed" }
  /** Someone else was faster: nothing was written. */
  | { readonly kind: "moved" };

/**
 * One branch of one remote repository, read and written without a work tree. Methods throw
 * DomainError "unavailable" when the host does not answer and "forbidden" when it refuses the credentials;
 * "not-found" when repository or branch do not exist.
 */
export interface GitBranch {
  /** The newest commit of the branch on the remote; fetches what is missing. */
  fetch(signal?: AbortSignal): Promise<GitTip>;
  readBlob(blob: string): Promise<Buffer>;
  /** The commits on the branch from `commit` back, newest first, at most `limit`. */
  log(commit: string, limit: number): Promise<readonly GitCommit[]>;
  /** Writes commits on top of `base`, each on the one before, into the local mirror; returns their ids. */
  commit(base: string, commits: readonly NewCommit[]): Promise<readonly string[]>;
  /** Moves the remote branch from `expected` to `commit` in one step, or not at all. Never forces. */
  push(expected: string, commit: string, signal?: AbortSignal): Promise<PushOutcome>;
}

export interface GitCommit {
  readonly id: string;
  readonly parent: string | null;
  readonly message: string;
  readonly author: string;
  readonly at: Date;
}

export interface GitHost {
  branch(remote: GitRemote, branch: string): GitBranch;
}
