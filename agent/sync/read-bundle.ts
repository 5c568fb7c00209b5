import { gunzipSync } from "node:zlib";

import { z } from "zod";

const longestBundle = 64 * 1024 * 1024;
const Files = z.record(z.string(), z.string());

/** The files of a bundle, which is a gzipped JSON map from path to text; throws a sentence for anything else. */
export function readBundle(content: Buffer): ReadonlyMap<string, string> {
  try {
    const text = gunzipSync(content, { maxOutputLength: longestBundle }).toString();
    return new Map(Object.entries(Files.parse(JSON.parse(text))));
  } catch {
    throw new Error("The commit's files could not be unpacked.");
  }
}
