import { paintFor } from "./paint.ts";
import type { Paint } from "./paint.ts";
import { decodeText } from "./read-text.ts";

/** Where a command reads from and writes to. */
export interface Terminal {
  /** Prints text as it is. */
  readonly print: (text: string) => void;
  readonly line: (text: string) => void;
  /** A line on standard error: reasons, warnings, progress. */
  readonly error: (text: string) => void;
  readonly readStdin: () => Promise<string>;
  readonly paint: Paint;
}

/** This process's streams. A reader that closes early ends the process quietly, as `head` expects. */
export function openTerminal(): Terminal {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  return {
    print: (text) => void process.stdout.write(text),
    line: (text) => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
    error: (text) => void process.stderr.write(`${text.trimEnd()}\n`),
    readStdin,
    paint: paintFor({ isTerminal: process.stdout.isTTY, env: process.env }),
  };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return decodeText("Standard input", Buffer.concat(chunks));
}
