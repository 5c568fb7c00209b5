import type { ComponentProps } from "react";

import { classNames } from "./class-names.ts";

/** A native checkbox in the product's look; its name comes from `aria-label` or a label around it. */
export function Checkbox({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      type="checkbox"
      {...rest}
      className={classNames(
        "m-0 grid size-[15px] flex-none cursor-pointer appearance-none place-items-center rounded-small border-[1.5px] border-line-strong bg-surface",
        "checked:border-accent checked:bg-accent",
        "after:hidden after:h-1 after:w-2 after:-translate-y-px after:-rotate-45 after:border-b-2 after:border-l-2 after:border-on-accent after:content-[''] checked:after:block",
        "disabled:cursor-not-allowed disabled:opacity-60",
        className,
      )}
    />
  );
}
