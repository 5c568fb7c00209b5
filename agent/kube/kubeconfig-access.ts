import { readFile } from "node:fs/promises";
import path from "node:path";

import { newClusters, newContexts, newUsers } from "@kubernetes/client-node/dist/config_types.js";
import type { User } from "@kubernetes/client-node/dist/config_types.js";
import type { ExecAuth } from "@kubernetes/client-node/dist/exec_auth.js";
import { z } from "zod";

import { bearer } from "./bearer.ts";
import type { ClusterAccess, Credentials } from "./credentials.ts";

const Kubeconfig = z.object({
  "current-context": z.string(),
  clusters: z.array(z.unknown()),
  users: z.array(z.unknown()),
  contexts: z.array(z.unknown()),
});

/** Access by the current context of a kubeconfig file; throws where it names none, or none that is safe. */
export async function accessByFile(file: string): Promise<ClusterAccess> {
  const config = Kubeconfig.parse(await parseText(await readFile(file, "utf8")));
  const context = newContexts(config.contexts).find(
    ({ name }) => name === config["current-context"],
  );
  const cluster = newClusters(config.clusters).find(({ name }) => name === context?.cluster);
  const user = newUsers(config.users).find(({ name }) => name === context?.user);
  if (cluster === undefined || user === undefined) {
    throw new Error(`${file}: the current context names no cluster or no user.`);
  }
  if (cluster.skipTLSVerify) {
    throw new Error(
      `${file}: insecure-skip-tls-verify is not accepted. Name the authority instead.`,
    );
  }
  const folder = path.dirname(file);
  const userCredentials = await credentialsOf(user, {
    folder,
    tokenFile: tokenFileOf(config.users, user),
  });
  const { caData, caFile } = cluster;
  async function credentials(): Promise<Credentials> {
    const ca = await pemOf({ data: caData, file: caFile, folder });
    return { ...(await userCredentials()), ca };
  }
  await credentials();
  return { server: new URL(cluster.server), serverName: cluster.tlsServerName, credentials };
}

async function credentialsOf(
  user: User,
  files: { readonly folder: string; readonly tokenFile: string | undefined },
): Promise<() => Promise<Credentials>> {
  if (user.exec || user.authProvider) {
    // Most need no program, and it takes a megabyte to be able to run one.
    const { ExecAuth } = await import("@kubernetes/client-node/dist/exec_auth.js");
    const exec = new ExecAuth();
    if (exec.isAuthProvider(user)) return () => credentialsByProgram(exec, user);
    throw new Error("This kubeconfig's auth-provider is not supported. Use exec, a token or keys.");
  }
  const { folder, tokenFile } = files;
  return async () => {
    const token = tokenFile ? await readFile(path.resolve(folder, tokenFile), "utf8") : user.token;
    return {
      authorization: token ? bearer(token).authorization : undefined,
      cert: await pemOf({ data: user.certData, file: user.certFile, folder }),
      key: await pemOf({ data: user.keyData, file: user.keyFile, folder }),
    };
  };
}

const NamedUser = z.object({
  name: z.string(),
  user: z.object({ tokenFile: z.string().optional() }).nullish(),
});

/** The library knows this entry under another name only. */
function tokenFileOf(users: readonly unknown[], { name }: User): string | undefined {
  const named = users.map((user) => NamedUser.parse(user));
  return named.find((user) => user.name === name)?.user?.tokenFile;
}

async function credentialsByProgram(exec: ExecAuth, user: User): Promise<Credentials> {
  const headers: Record<string, string> = {};
  const options: Parameters<ExecAuth["applyAuthentication"]>[1] = { headers };
  await exec.applyAuthentication(user, options);
  const { cert, key } = options;
  return {
    authorization: headers["Authorization"],
    ...(typeof cert === "string" && { cert }),
    ...(typeof key === "string" && { key }),
  };
}

async function pemOf(source: {
  readonly data: string | undefined;
  readonly file: string | undefined;
  readonly folder: string;
}): Promise<string | undefined> {
  if (source.data) return Buffer.from(source.data, "base64").toString();
  return source.file ? readFile(path.resolve(source.folder, source.file), "utf8") : undefined;
}

/** JSON is YAML too, but needs no 100 KB of code to be read. */
async function parseText(text: string): Promise<unknown> {
  if (text.startsWith("{")) return JSON.parse(text);
  const { parse } = await import("yaml");
  return parse(text);
}
