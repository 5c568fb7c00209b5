import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";

import ssh2 from "ssh2";
import type { Client, ClientChannel, ServerHostKeyAlgorithm } from "ssh2";

import { causeOf } from "#adapters/http/cause.ts";
import { DomainError } from "#domain/error.ts";
import type { SshRemoteUrl } from "#domain/git/remote-url.ts";
import type { GitCredentials } from "#ports/git-repository.ts";

import type { AddressRules } from "./address-rules.ts";
import { refused, unavailable } from "./failure.ts";
import { checkHostKey, keyFamilies } from "./host-key-check.ts";
import type { HostKeyVerdict } from "./host-key-check.ts";
import type { TransportLimits } from "./limits.ts";

const keepAliveMs = 15_000;
const mostKeepAlivesMissed = 2;

export interface SshTarget {
  readonly remote: SshRemoteUrl;
  readonly credentials: GitCredentials;
  readonly hostKey: string | undefined;
  readonly addresses: AddressRules;
  readonly limits: TransportLimits;
}

/** Opens an ssh connection to a host whose key is trusted. Throws as GitTransport says, and "invalid" for a bad key. */
export async function openConnection(target: SshTarget, signal?: AbortSignal): Promise<Client> {
  const families = keyFamilies(target.hostKey);
  for (const [index, family] of families.entries()) {
    const verdict: { given: HostKeyVerdict | null } = { given: null };
    try {
      return await attempt({ target, family, verdict, signal });
    } catch (error) {
      signal?.throwIfAborted();
      const mayHaveOther = verdict.given?.kind === "changed" || isNoCommonKey(error);
      if (mayHaveOther && index < families.length - 1) continue;
      throw verdict.given === null ? failureOf(target, error) : distrust(target, verdict.given);
    }
  }
  throw unavailable(target.remote.host, "has no host key of a known kind");
}

async function attempt(input: {
  readonly target: SshTarget;
  readonly family: readonly ServerHostKeyAlgorithm[];
  /** Is told what was thought of the host's key, unless it is trusted. */
  readonly verdict: { given: HostKeyVerdict | null };
  readonly signal: AbortSignal | undefined;
}): Promise<Client> {
  const { target, family, verdict, signal } = input;
  const { remote, limits } = target;
  const client = new ssh2.Client();
  const socket = openSocket(target);
  try {
    client.connect({
      sock: socket,
      username: remote.user,
      ...privateKeyOf(target.credentials),
      readyTimeout: limits.connectMs,
      keepaliveInterval: keepAliveMs,
      keepaliveCountMax: mostKeepAlivesMissed,
      algorithms: { serverHostKey: [...family] },
      hostVerifier: (key: Buffer) => {
        const found = checkHostKey(target.hostKey, key);
        verdict.given = found.kind === "trusted" ? null : found;
        return found.kind === "trusted";
      },
    });
    await readiness(client, signal);
    // What breaks later shows at the channel that is open then; an idle connection may break unheard.
    client.on("error", () => {});
    return client;
  } catch (error) {
    client.on("error", () => {});
    client.end();
    socket.destroy();
    throw error;
  }
}

async function readiness(client: Client, signal: AbortSignal | undefined): Promise<void> {
  const closed = new AbortController();
  const broken = once(client, "close", { signal: closed.signal }).then(() => {
    throw new Error("the connection breaks off");
  });
  broken.catch(() => {});
  try {
    await Promise.race([once(client, "ready", signal ? { signal } : {}), broken]);
  } finally {
    closed.abort();
  }
}

function openSocket({ remote, addresses }: SshTarget): Socket {
  addresses.check(remote.host);
  const socket = connect({ host: remote.host, port: remote.port, lookup: addresses.lookup });
  socket.setNoDelay(true);
  return socket;
}

function privateKeyOf(credentials: GitCredentials): {
  readonly privateKey?: string;
  readonly passphrase?: string;
} {
  if (credentials.kind !== "ssh-key") {
    const message = "An ssh address is opened with a key. Choose or make an ssh key for it.";
    throw new DomainError("invalid", message, { pointer: "/credentials" });
  }
  const { privateKey, passphrase } = credentials;
  if (ssh2.utils.parseKey(privateKey, passphrase ?? undefined) instanceof Error) {
    const message =
      "The ssh key cannot be read. Paste the whole private key, with its passphrase if it has one.";
    throw new DomainError("invalid", message, { pointer: "/credentials/privateKey" });
  }
  return { privateKey, ...(passphrase !== null && { passphrase }) };
}

function isNoCommonKey(error: unknown): boolean {
  return error instanceof Error && /no matching (server )?host key/i.test(error.message);
}

function failureOf({ remote }: SshTarget, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const level = error instanceof Error && "level" in error ? error.level : null;
  if (level === "client-authentication") return refused(hostOf(remote), remote.url);
  return unavailable(hostOf(remote), `cannot be reached: ${causeOf(error)}`);
}

function distrust({ remote }: SshTarget, verdict: HostKeyVerdict): DomainError {
  const host = hostOf(remote);
  switch (verdict.kind) {
    case "unknown": {
      const message = `${host} shows the host key ${verdict.presented}, and nobody has confirmed it yet. Compare it with what the host publishes, then confirm it.`;
      return new DomainError("forbidden", message, { host, hostKey: verdict.key, ...verdict });
    }
    case "changed": {
      const message = `${host} shows the host key ${verdict.presented} instead of the trusted ${verdict.trusted}. Somebody may stand in between: ask the host's operator before you trust the new key.`;
      return new DomainError("forbidden", message, { host, hostKey: verdict.key, ...verdict });
    }
    case "trusted":
      throw new Error("a trusted key was refused");
  }
}

/** Runs a command; rejects when the connection no longer stands, and with the caller's reason on an abort. */
export function runCommand(
  client: Client,
  command: string,
  signal?: AbortSignal,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    client.exec(command, { env: environment({ GIT_PROTOCOL: "version=2" }) }, (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
  });
}

function hostOf({ host, port }: SshRemoteUrl): string {
  return port === 22 ? host : `${host}:${port}`;
}

/** ssh2 sends exactly these variables, though its types ask for the whole environment of a process. */
function environment(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return variables as unknown as NodeJS.ProcessEnv;
}
