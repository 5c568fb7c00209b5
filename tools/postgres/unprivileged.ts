import { existsSync, statSync } from "node:fs";
import { chown } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { binaries } from "./binaries.ts";

/** The user "nobody" of Linux and of macOS; Postgres refuses to run as root. */
const nobody = process.platform === "darwin" ? 4_294_967_294 : 65_534;
const setpriv = "/usr/bin/setpriv";

export interface UnprivilegedCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Gives a file or folder to the user that runs Postgres; does nothing unless we are root. */
export async function giveToPostgres(path: string): Promise<void> {
  if (isRoot()) await chown(path, nobody, nobody);
}

/**
 * How to run a program that may not be root. Below a folder that only root may enter (a clone in
 * /root) the unprivileged user keeps the one capability that lets it pass.
 */
export function unprivileged({
  program,
  args,
  dataDir,
}: {
  readonly program: string;
  readonly args: readonly string[];
  readonly dataDir: string;
}): UnprivilegedCommand {
  if (!isRoot()) return { program, args, identity: {} };
  const reachable = [dataDir, binaries.folder].every((path) => isOpenToAll(resolve(path)));
  if (reachable || !existsSync(setpriv)) {
    return { program, args, identity: { uid: nobody, gid: nobody } };
  }
  const drop = [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--",
  ];
  return { program: setpriv, args: [...drop, program, ...args], identity: {} };
}

function isOpenToAll(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) === 0o001;
  return open && (dirname(folder) === folder || isOpenToAll(dirname(folder)));
}
