"use client";
import { useEffect, useRef, useState } from "react";

import type { ReleaseEvent } from "#contracts/api/release.ts";
import { timeOfDay } from "#ui/components/absolute-time.ts";
import { Card } from "#ui/components/card.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { ScrollBox } from "#ui/components/scroll-box.tsx";

const looks: Readonly<Record<ReleaseEvent["level"], string>> = {
  info: "",
  warning: "text-behind",
  error: "text-bad",
};

/** What happened when. It follows the newest line as long as that line is in sight. */
export function EventLog({ events }: { readonly events: readonly ReleaseEvent[] }) {
  const box = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    if (!end.current || !box.current) return;
    const watcher = new IntersectionObserver(
      ([entry]) => setFollowing(entry?.isIntersecting ?? true),
      { root: box.current, rootMargin: "24px" },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, []);
  function follow() {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }
  const { length } = events;
  useEffect(() => {
    if (following) follow();
  }, [length, following]);
  return (
    <Card
      title="Events"
      actions={
        following ? (
          <span className="text-xs text-ink-3">following</span>
        ) : (
          <button type="button" onClick={follow} className="text-xs text-accent-ink underline">
            Resume following
          </button>
        )
      }
    >
      <ScrollBox
        ref={box}
        role="log"
        aria-live="off"
        label="Events"
        className="max-h-[320px] overflow-y-auto px-3.5 py-2 font-mono text-xs leading-[1.75] text-ink-2 -outline-offset-2"
      >
        {length === 0 ? <p>Nothing happened yet.</p> : null}
        {events.map((event) => (
          <p key={event.seq} className={classNames("flex gap-3", looks[event.level])}>
            <time dateTime={event.at} className="flex-none text-ink-3">
              {timeOfDay(event.at)}
            </time>
            <span className="min-w-0 break-words">{event.message}</span>
          </p>
        ))}
        <div ref={end} className="h-px" />
      </ScrollBox>
    </Card>
  );
}
