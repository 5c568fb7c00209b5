import { z } from "zod";

const Digits = z.string().regex(/^\d{1,20}$/, "digits only");
const Key = z.string().min(1).max(20_000);

/** How a repository is opened. Secrets go in and never come out. */
export const RepositoryCredentials = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({
    kind: z.literal("basic"),
    /** Left out: the user name that the host wants with tokens. */
    username: z.string().min(1).max(200).optional(),
    password: z.string().min(1).max(4000),
  }),
  z.object({
    kind: z.literal("github-app"),
    appId: Digits,
    installationId: Digits,
    privateKey: Key,
    /** Left out: GitHub's own, or the API of the repository's GitHub Enterprise server. */
    apiUrl: z.url({ protocol: /^https?$/ }).optional(),
  }),
  z.object({
    kind: z.literal("ssh-key"),
    /** Left out: a new key is made, and its public half is shown. */
    privateKey: Key.optional(),
    passphrase: z.string().min(1).max(1000).optional(),
  }),
]);
export type RepositoryCredentials = z.infer<typeof RepositoryCredentials>;

const Trust = {
  /** The ssh host's key: `SHA256:…`, or its line of a known_hosts file. */
  hostKey: z.string().min(1).max(2000).optional(),
  /** PEM certificates that are trusted besides the system's. */
  ca: z.string().min(1).max(50_000).optional(),
};

export const ConnectRepository = z.object({
  url: z.string().min(1).max(1000),
  credentials: RepositoryCredentials,
  ...Trust,
});
export type ConnectRepository = z.infer<typeof ConnectRepository>;

/** Left out is kept as it is. */
export const ChangeRepository = z.object({
  credentials: RepositoryCredentials.optional(),
  ...Trust,
});
export type ChangeRepository = z.infer<typeof ChangeRepository>;

/** What may be shown of credentials. */
const ShownCredentials = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("basic"), username: z.string() }),
  z.object({
    kind: z.literal("github-app"),
    appId: z.string(),
    installationId: z.string(),
    apiUrl: z.string(),
  }),
  z.object({ kind: z.literal("ssh-key"), publicKey: z.string().nullable() }),
]);

/** `waiting` until a worker has tried what was asked for last. */
const ConnectionCheck = z.object({
  state: z.enum(["never", "waiting", "works", "read-only", "empty", "host-key", "fails"]),
  at: z.string().nullable(),
  error: z.string().nullable(),
  branches: z.array(z.string()),
  /** What a person is to confirm, and its fingerprint. */
  shownHostKey: z.object({ key: z.string(), fingerprint: z.string() }).nullable(),
});

export const RepositorySummary = z.object({
  id: z.uuid(),
  url: z.string(),
  host: z.object({ name: z.string(), keyPlace: z.string() }),
  credentials: ShownCredentials,
  hostKey: z.string().nullable(),
  hasCa: z.boolean(),
  clusters: z.array(
    z.object({ id: z.uuid(), name: z.string(), branch: z.string(), path: z.string() }),
  ),
  check: ConnectionCheck,
});
export type RepositorySummary = z.infer<typeof RepositorySummary>;

/** Points a cluster at a branch and a folder of a connected repository. */
export const ChangeClusterSource = z.object({
  repositoryId: z.uuid(),
  branch: z.string().min(1).max(200),
  path: z.string().max(400),
});
export type ChangeClusterSource = z.infer<typeof ChangeClusterSource>;
