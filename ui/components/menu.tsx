"use client";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";

import { buttonStyle } from "./button-style.ts";
import { Icon } from "./icon.tsx";

interface MenuProps {
  /** The accessible name; says what is acted on. */
  readonly label: string;
  /** The visible words. */
  readonly text: string;
  readonly items: readonly { readonly text: string; readonly href: string }[];
}

/** A button that opens a list of links; nothing at all where there is nowhere to go. */
export function Menu({ label, text, items }: MenuProps) {
  if (items.length === 0) return null;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={`${text} ${label}`}
        className={buttonStyle("quiet", "normal")}
      >
        {text}
        <Icon name="chevron" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-40 min-w-36 rounded-control border border-line-strong bg-raised p-1 shadow-raised"
        >
          {items.map((item) => (
            <DropdownMenu.Item key={item.href} asChild>
              <Link
                href={item.href}
                className="block rounded-small px-2.5 py-1.5 text-sm data-highlighted:bg-pressed"
              >
                {item.text}
              </Link>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
