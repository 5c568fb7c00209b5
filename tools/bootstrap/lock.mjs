import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { isRunning, processIdentity } from "./process-identity.mjs";

/** Who holds the lock: the identity of a living process, or null. */
export function lockHolder(path) {
  try {
    const identity = readFileSync(path, "utf8");
    return isRunning(identity) ? identity : null;
  } catch {
    return null;
  }
}

/**
 * Takes the lock file for this process, or returns null when a living process holds it.
 * A lock left by a killed process is taken over. The result gives it back.
 */
export function tryLock(path) {
  const mine = processIdentity(process.pid);
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, mine);
  try {
    if (!linked(draft, path) && !(removeStale(path) && linked(draft, path))) return null;
  } finally {
    rmSync(draft, { force: true });
  }
  return function release() {
    if (lockHolder(path) === mine) rmSync(path, { force: true });
  };
}

/** Waits for the lock, asking every 200 ms; `onWait` is told once that it has to. */
export async function waitForLock(path, onWait) {
  for (let attempt = 0; ; attempt += 1) {
    const release = tryLock(path);
    if (release) return release;
    if (attempt === 0) onWait(lockHolder(path));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A hard link appears with its content, so that no reader ever sees an empty lock. */
function linked(draft, path) {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a dead lock aside; puts it back when another process was faster and it is alive. */
function removeStale(path) {
  if (lockHolder(path)) return false;
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  const tookALivingOne = lockHolder(aside) !== null && linked(aside, path);
  rmSync(aside, { force: true });
  return !tookALivingOne;
}
