import { readFileSync } from "node:fs";

import { Refusal } from "./exit.ts";

/**
 * A file's text, its byte order mark included, such that writing the text back gives the same bytes. Throws
 * `Refusal` when the file cannot be read or is not UTF-8.
 */
export function readText(path: string): string {
  return decodeText(path, readBytes(path));
}

/** The text that bytes stand for; `name` is what the refusal calls them. */
export function decodeText(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal(`${name} is not UTF-8 text, which YAML here has to be. Convert it first.`);
  }
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "there is no such file or folder";
    case "EACCES":
    case "EPERM":
      return "you may not read it";
    case "EISDIR":
      return "it is a folder";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
