import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** What one process prints: kept in a file, and its last lines in memory. */
export interface ServiceLog {
  /** Follows a stream line by line; `onLine` is told each line as well. */
  readonly follow: (stream: Readable, onLine?: (line: string) => void) => void;
  readonly note: (line: string) => void;
  readonly lastLines: () => readonly string[];
  readonly close: () => void;
}

const remembered = 20;

/** Opens the log of a process anew. */
export function openServiceLog(file: string): ServiceLog {
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  const last: string[] = [];
  function note(line: string): void {
    stream.write(`${line}\n`);
    last.push(line);
    if (last.length > remembered) last.shift();
  }
  return {
    follow(source, onLine) {
      createInterface({ input: source }).on("line", (line) => {
        note(line);
        onLine?.(line);
      });
    },
    note,
    lastLines: () => last,
    close: () => stream.end(),
  };
}
