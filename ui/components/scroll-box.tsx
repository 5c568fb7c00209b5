import type { ComponentProps } from "react";

/** Lets keys scroll what has nothing else to focus. */
const focusable = { tabIndex: 0 };

interface ScrollBoxProps extends Omit<ComponentProps<"div">, "tabIndex"> {
  readonly label: string;
  readonly role?: "region" | "log";
}

/** A part of the page that scrolls by itself. */
export function ScrollBox({ label, role = "region", ...rest }: ScrollBoxProps) {
  return <div {...rest} {...focusable} role={role} aria-label={label} />;
}
