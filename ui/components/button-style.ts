import { classNames } from "./class-names.ts";

export type ButtonVariant = "primary" | "plain" | "quiet" | "danger";
export type ButtonSize = "normal" | "large";

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: "border-ink bg-ink text-canvas hover:opacity-90",
  plain: "border-line-strong bg-surface text-ink hover:bg-pressed",
  quiet: "border-transparent bg-transparent text-ink-2 hover:bg-pressed hover:text-ink",
  danger: "border-line-strong bg-surface text-bad hover:bg-bad-wash",
};

const sizes: Readonly<Record<ButtonSize, string>> = {
  normal: "h-8 px-3 text-sm",
  large: "h-[38px] px-4 text-md",
};

/** The look shared by buttons and by links that look like one. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, extra?: string): string {
  return classNames(
    "inline-flex items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap transition-colors",
    "aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    variants[variant],
    sizes[size],
    extra,
  );
}
