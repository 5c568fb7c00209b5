import Link from "next/link";
import type { ComponentProps } from "react";

import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style.ts";

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

export function ButtonLink({
  variant = "plain",
  size = "normal",
  className,
  ...rest
}: ButtonLinkProps) {
  return <Link {...rest} className={buttonStyle(variant, size, className)} />;
}
