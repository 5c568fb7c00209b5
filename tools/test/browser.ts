import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { chromium } from "@playwright/test";
import { z } from "zod";

import { installFromDebian } from "./debian.ts";
import { findProgram, isExecutable } from "./find-program.ts";

const installed = [
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
] as const;
const macChrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const packaged = { name: "@sparticuz/chromium", version: "153.0.0" } as const;

/**
 * A browser for the end-to-end tests: Playwright's own, else an installed one, else Debian's, else
 * one from npm. Null when this machine can have none.
 */
export async function findBrowser(): Promise<string | null> {
  const given = process.env["STAGECOACH_CHROMIUM"];
  if (given !== undefined && isExecutable(given)) return given;
  const own = chromium.executablePath();
  if (isExecutable(own)) return own;
  const found = findProgram(...installed) ?? (isExecutable(macChrome) ? macChrome : null);
  if (found !== null) return found;
  if (await installFromDebian("chromium")) return findProgram("chromium");
  return browserFromNpm();
}

const chromiumModule = z.object({
  default: z.custom<{ executablePath: () => Promise<string> }>(
    (value) => typeof value === "function" || typeof value === "object",
  ),
});

async function browserFromNpm(): Promise<string | null> {
  const folder = resolve(".stagecoach", "chromium");
  const { name, version } = packaged;
  process.stdout.write(`installing ${name} (npm) …\n`);
  try {
    await mkdir(folder, { recursive: true });
    const args = ["install", "--prefix", folder, "--no-save", `${name}@${version}`];
    await promisify(execFile)("npm", args);
    const entry = pathToFileURL(`${folder}/node_modules/${name}/build/esm/index.js`).href;
    return await chromiumModule.parse(await import(entry)).default.executablePath();
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}
