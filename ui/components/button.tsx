"use client";
import { type ComponentProps, useId } from "react";

import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style.ts";

interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Why it cannot be pressed; shown beside it and read out with it. The button stays focusable. */
  readonly reason?: string | null | undefined;
  readonly pending?: boolean;
}

export function Button({
  variant = "plain",
  size = "normal",
  reason = null,
  pending = false,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const blocked = Boolean(reason) || pending;
  return (
    <>
      {reason ? (
        <span id={reasonId} className="text-xs text-ink-2">
          {reason}
        </span>
      ) : null}
      <button
        type="button"
        {...rest}
        aria-disabled={blocked || undefined}
        aria-busy={pending || undefined}
        aria-describedby={reason ? reasonId : rest["aria-describedby"]}
        onClick={(event) => {
          if (blocked) event.preventDefault();
          else onClick?.(event);
        }}
        className={buttonStyle(variant, size, className)}
      >
        {children}
      </button>
    </>
  );
}
