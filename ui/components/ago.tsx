"use client";
import { absoluteTime } from "./absolute-time.ts";
import { age, ago } from "./relative-time.ts";
import { useNow } from "./ticker.ts";

interface AgoProps {
  readonly at: string;
  /** “4 min” instead of “4 min ago”. */
  readonly bare?: boolean;
}

/** A moment, told by its age; the exact time is in the title. */
export function Ago({ at, bare = false }: AgoProps) {
  const now = useNow();
  const then = Date.parse(at);
  const text =
    now === null ? absoluteTime(at).slice(0, 16) : bare ? age(then, now) : ago(then, now);
  return (
    <time dateTime={at} title={absoluteTime(at)} className="whitespace-nowrap tabular">
      {text}
    </time>
  );
}
