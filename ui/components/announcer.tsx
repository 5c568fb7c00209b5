"use client";
import { useEffect, useRef, useState } from "react";

interface AnnouncerProps {
  /** What is true now; said again only when it changed. */
  readonly text: string;
  readonly everyMs?: number;
}

/** A polite live region that speaks at most once per interval and then says only the newest. */
export function Announcer({ text, everyMs = 5000 }: AnnouncerProps) {
  const [said, setSaid] = useState(text);
  const lastAt = useRef(0);
  useEffect(() => {
    if (text === said) return;
    const wait = Math.max(0, lastAt.current + everyMs - Date.now());
    const timer = setTimeout(() => {
      lastAt.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, said, everyMs]);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}
