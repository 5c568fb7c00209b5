import { z } from "zod";

export const LogLevel = z.enum(["debug", "info", "warning", "error"]);
/** How much a line matters; `info` is quiet while nothing happens. */
export type LogLevel = z.infer<typeof LogLevel>;

/** Writes one line. Never given secrets, manifests, frames or values of a cluster. */
export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/**
 * A log of lines of JSON, each with `time` (RFC 3339), `level`, `message` and fields of its own beside them; less
 * than `least` is left out.
 */
export function createLog(to: {
  readonly least: LogLevel;
  readonly now: () => string;
  /** Given a whole line with its end. */
  readonly write: (line: string) => void;
}): Log {
  const { least, now, write } = to;
  const order = LogLevel.options;
  return (level, message, fields = {}) => {
    if (order.indexOf(level) < order.indexOf(least)) return;
    const head = { time: now(), level, message };
    write(`${JSON.stringify({ ...head, ...fields, ...head })}\n`);
  };
}

/** An error in one line. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
