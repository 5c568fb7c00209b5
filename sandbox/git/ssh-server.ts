import { spawn } from "node:child_process";
import { timingSafeEqual } from "node:crypto";
import { join, normalize } from "node:path";

import ssh2 from "ssh2";
import type { Connection, ParsedKey, PublicKeyAuthContext, ServerChannel, Session } from "ssh2";

import { listen } from "#sandbox/http/listen.ts";

import { gitEnvironment } from "./run-git.ts";

/** A key that the repositories may be read with, and perhaps written. */
export interface DeployKey {
  /** `ssh-ed25519 AAAA…`, as a person pastes it. */
  readonly publicKey: string;
  readonly canWrite: boolean;
}

export interface SshGitServer {
  readonly port: number;
  /** The host's key as a known_hosts file names it: type and base64. */
  readonly hostKey: string;
  /** While silent, commands are accepted and nothing is ever answered. */
  silent: boolean;
  /** Breaks every connection, as a host does that restarts. */
  cut(): void;
  close(): Promise<void>;
}

interface Options {
  /** Bare repositories below it are served. */
  readonly root: string;
  readonly port?: number;
  /** The host's private key. */
  readonly key: string;
  readonly deployKeys: () => readonly DeployKey[];
  /** Whether `GIT_PROTOCOL` is taken, as hosting services do; a plain sshd does not. */
  readonly takesProtocol?: boolean;
}

const commandForm = /^(git-upload-pack|git-receive-pack) '([^']*)'$/;

/** Serves bare repositories over ssh by git itself, to whoever holds one of the deploy keys. */
export async function startSshGitServer(options: Options): Promise<SshGitServer> {
  const connections = new Set<Connection>();
  const state = { silent: false };
  const server = new ssh2.Server({ hostKeys: [options.key] }, (connection) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    connection.on("error", () => connection.end());
    serve(connection, options, state);
  });
  const port = await listen(server, options.port ?? 0);
  const host = parsed(options.key);
  return {
    port,
    hostKey: `${host.type} ${host.getPublicSSH().toString("base64")}`,
    get silent() {
      return state.silent;
    },
    set silent(silent) {
      state.silent = silent;
    },
    cut() {
      for (const connection of connections) connection.end();
    },
    async close() {
      for (const connection of connections) connection.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(connection: Connection, options: Options, state: { silent: boolean }): void {
  let used: DeployKey | null = null;
  connection.on("authentication", (context) => {
    if (context.method !== "publickey") return context.reject(["publickey"]);
    used = options.deployKeys().find((key) => isHolder(context, key)) ?? null;
    if (used) context.accept();
    else context.reject(["publickey"]);
  });
  connection.on("session", (accept) => {
    const session = accept();
    let protocol = "";
    session.on("env", (acceptEnv, _reject, { key, val }) => {
      if (key === "GIT_PROTOCOL" && options.takesProtocol !== false) protocol = val;
      acceptEnv?.();
    });
    onCommand(session, (channel, command) => {
      if (state.silent) return;
      runGit(channel, { command, protocol, root: options.root, canWrite: used?.canWrite === true });
    });
  });
}

function onCommand(session: Session, run: (channel: ServerChannel, command: string) => void): void {
  session.on("exec", (accept, _reject, { command }) => run(accept(), command));
}

function isHolder(context: PublicKeyAuthContext, { publicKey }: DeployKey): boolean {
  const known = parsed(publicKey);
  const [given, expected] = [context.key.data, known.getPublicSSH()];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  // First a client only asks whether the key would do; then it signs.
  if (!context.signature || !context.blob) return true;
  return known.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function runGit(
  channel: ServerChannel,
  input: {
    readonly command: string;
    readonly protocol: string;
    readonly root: string;
    readonly canWrite: boolean;
  },
): void {
  const [, service, path] = commandForm.exec(input.command) ?? [];
  if (service === undefined || path === undefined) return refuse(channel, "Only git is served.");
  if (service === "git-receive-pack" && !input.canWrite) {
    return refuse(
      channel,
      "ERROR: The key you are authenticating with has been marked as read only.",
    );
  }
  const directory = join(input.root, normalize(`/${path}`));
  const child = spawn("git", [service.slice("git-".length), directory], {
    env: { ...gitEnvironment(), ...(input.protocol !== "" && { GIT_PROTOCOL: input.protocol }) },
  });
  channel.pipe(child.stdin);
  child.stdin.on("error", () => {}); // git may end before it has read everything.
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on("close", () => child.kill());
  child.on("close", (code) => {
    channel.exit(code ?? 1);
    channel.end();
  });
}

function refuse(channel: ServerChannel, message: string): void {
  channel.stderr.write(`${message}\n`);
  channel.exit(1);
  channel.end();
}

function parsed(key: string): ParsedKey {
  const found = ssh2.utils.parseKey(key);
  if (found instanceof Error) throw found;
  return found;
}
