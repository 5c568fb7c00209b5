import { classNames } from "./class-names.ts";

/** A key, on the control that it works. Decoration for those who see it: the control's name stays without it. */
export function Kbd({
  children,
  inverse = false,
}: {
  readonly children: string;
  readonly inverse?: boolean;
}) {
  return (
    <kbd
      aria-hidden="true"
      className={classNames(
        "rounded-small border border-b-2 px-1 py-px font-mono text-[10.5px] leading-[1.3] font-medium max-md:hidden",
        inverse ? "border-current opacity-80" : "border-line-strong bg-surface text-ink-3",
      )}
    >
      {children}
    </kbd>
  );
}
