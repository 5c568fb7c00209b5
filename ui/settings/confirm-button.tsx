"use client";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";

import { Button } from "#ui/components/button.tsx";

interface ConfirmButtonProps {
  readonly label: string;
  /** What follows from it; shown before it can be done. */
  readonly question: ReactNode;
  readonly confirm: string;
  readonly pending: boolean;
  readonly onConfirm: () => void;
  readonly className?: string;
}

/** A button for what cannot be taken back: it asks first, in its own place. Escape keeps everything. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, question, confirm, pending, onConfirm, className } = props;
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLSpanElement>(null);
  function keep() {
    setAsking(false);
    requestAnimationFrame(() => opener.current?.querySelector("button")?.focus());
  }
  function escape(event: KeyboardEvent) {
    if (event.key === "Escape") keep();
  }
  if (!asking) {
    return (
      <span ref={opener} className={className}>
        <Button variant="danger" pending={pending} onClick={() => setAsking(true)}>
          {label}
        </Button>
      </span>
    );
  }
  return (
    <div
      role="group"
      aria-label={label}
      className="flex basis-full flex-wrap items-center gap-2 rounded-control bg-bad-wash px-3 py-2 text-sm text-bad"
    >
      <p className="min-w-0 flex-1 basis-60">{question}</p>
      <Button
        variant="danger"
        pending={pending}
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
        onKeyDown={escape}
        ref={focusIt}
      >
        {confirm}
      </Button>
      <Button onKeyDown={escape} onClick={keep}>
        Keep
      </Button>
    </div>
  );
}

function focusIt(button: HTMLButtonElement | null): void {
  button?.focus();
}
