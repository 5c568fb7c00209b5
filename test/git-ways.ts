import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";

import type { GitCredentials } from "#ports/git-repository.ts";
import { createGitServer } from "#sandbox/git/serve.ts";
import { startSshGitServer } from "#sandbox/git/ssh-server.ts";
import { makeCertificate } from "#sandbox/http/certificate.ts";
import { listen } from "#sandbox/http/listen.ts";
import { makeDeployKey } from "#services/repository/deploy-key.ts";

import type { GitWay } from "./contracts/git-host.ts";

const user = "bot";
const password = "hunter2";

/** `git http-backend` behind HTTP, or behind TLS with an authority of its own. */
export async function startHttpWay(root: string, isSecure: boolean): Promise<GitWay> {
  const certificate = isSecure ? makeCertificate() : null;
  const state = { silent: false };
  const writers = createGitServer({ root, user, password });
  const readers = createGitServer({ root, user: "reader", password });
  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (state.silent) return;
    const path = (request.url ?? "").split("?")[0] ?? "/";
    const isReader = request.headers.authorization === basic("reader");
    if (isReader && (request.url ?? "").includes("receive-pack")) {
      response.writeHead(403, { "content-type": "text/plain" }).end("reader may not write");
      return;
    }
    (isReader ? readers : writers).serve(request, response, path);
  }
  const server: Server = certificate
    ? createSecureServer(certificate, answer)
    : createServer(answer);
  const port = await listen(server, 0);
  const origin = `${isSecure ? "https" : "http"}://127.0.0.1:${port}`;
  function remote(repository: string, credentials: GitCredentials) {
    return {
      url: `${origin}/${repository}`,
      credentials,
      ...(certificate && { ca: certificate.cert }),
    };
  }
  return {
    remote: (repository) => remote(repository, { kind: "basic", username: user, password }),
    refusedRemote: () => remote("config.git", { kind: "basic", username: user, password: "no" }),
    readOnlyRemote: () => remote("config.git", { kind: "basic", username: "reader", password }),
    fallSilent() {
      state.silent = true;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** git behind an ssh server; hosting services take protocol 2 there, a plain sshd does not. */
export async function startSshWay(root: string, takesProtocol: boolean): Promise<GitWay> {
  const [writer, reader, stranger] = [makeKey(), makeKey(), makeKey()];
  const server = await startSshGitServer({
    root,
    key: makeKey().private,
    takesProtocol,
    deployKeys: () => [
      { publicKey: writer.public, canWrite: true },
      { publicKey: reader.public, canWrite: false },
    ],
  });
  function remote(repository: string, key: { readonly private: string }) {
    return {
      url: `ssh://git@127.0.0.1:${server.port}/${repository}`,
      credentials: { kind: "ssh-key", privateKey: key.private, passphrase: null } as const,
      hostKey: server.hostKey,
    };
  }
  return {
    remote: (repository) => remote(repository, writer),
    refusedRemote: () => remote("config.git", stranger),
    readOnlyRemote: () => remote("config.git", reader),
    fallSilent() {
      server.silent = true;
    },
    stop: () => server.close(),
  };
}

/** An Ed25519 key pair in OpenSSH's form. ssh2's own lose a public key's leading zero and cannot be read then. */
export function makeKey(): { readonly private: string; readonly public: string } {
  const { privateKey, publicKey } = makeDeployKey("test");
  return { private: privateKey, public: publicKey };
}

function basic(name: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
}
