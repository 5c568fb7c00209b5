import { stripVTControlCharacters } from "node:util";

import { logLimits } from "#contracts/agent-logs.ts";

/** More than the lines asked for would be, unless some of them are very long. */
const mostRead = 8 * 1024 * 1024;

/** The end of a log, as much of it as is told. */
export interface LogTail {
  readonly text: string;
  readonly truncated: boolean;
}

/** Reads a log to its end and keeps the last of it: whole characters, whole lines where there are several. */
export async function readLogTail(chunks: AsyncIterable<Buffer>): Promise<LogTail> {
  let kept: Buffer = Buffer.alloc(0);
  let read = 0;
  for await (const chunk of chunks) {
    read += chunk.length;
    kept = Buffer.concat([kept, chunk]).subarray(-2 * logLimits.bytes);
    if (read > mostRead) break;
  }
  const printed = printable(kept.toString());
  const text = cut(printed);
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  return { text, truncated: read > kept.length || text !== printed || lines >= logLimits.lines };
}

/** The last bytes that are told, from the beginning of a line where that leaves any. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= logLimits.bytes) return text;
  // A cut character begins with bytes that only continue one.
  const last = bytes
    .subarray(-logLimits.bytes)
    .toString()
    .replace(/^\uFFFD+/, "");
  const line = last.indexOf("\n") + 1;
  return line > 0 && line < last.length ? last.slice(line) : last;
}

const controls = /[^\P{Cc}\n\t]/gu;

/** Without what colours a terminal, and without what no page can show. */
function printable(text: string): string {
  return stripVTControlCharacters(text).replace(controls, "");
}
