"use client";
import { absoluteTime } from "#ui/components/absolute-time.ts";
import { useNow } from "#ui/components/ticker.ts";

import { openingText } from "./opening-text.ts";

/** When a sync window opens; the exact time is in the title. */
export function Opening({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {now === null ? `It opens at ${absoluteTime(at)}.` : openingText(Date.parse(at), now)}
    </time>
  );
}
