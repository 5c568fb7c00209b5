"use client";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";

import { BrandMark } from "#ui/components/brand-mark.tsx";
import { Icon } from "#ui/components/icon.tsx";

import { SignOutItem } from "./sign-out-item.tsx";
import { useViewer } from "./viewer-context.ts";

const itemStyle =
  "flex w-full cursor-pointer items-center gap-2 rounded-small px-2 py-1.5 text-left text-sm outline-none data-highlighted:bg-pressed";

/** The open organization; the others and the way out are behind it. */
export function OrganizationMenu() {
  const { organization, organizations, user, role } = useViewer();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="flex items-center gap-2 rounded-control px-2 py-1.5 text-left font-semibold hover:bg-pressed">
        <BrandMark />
        <span className="truncate">{organization.name}</span>
        <Icon name="chevron" className="ml-auto text-ink-3" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          className="z-50 min-w-[220px] rounded-control border border-line-strong bg-raised p-1 shadow-raised"
        >
          <DropdownMenu.Label className="px-2 py-1.5 text-xs text-ink-2">
            {user.name}, {role}
            <span className="block text-ink-3">{user.email}</span>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          {organizations.map((other) => (
            <DropdownMenu.Item key={other.slug} asChild className={itemStyle}>
              <Link href={`/${other.slug}/workloads`}>
                <span className="truncate">{other.name}</span>
                <span className="ml-auto text-xs text-ink-3">{other.role}</span>
                {other.slug === organization.slug ? <Icon name="check" /> : null}
              </Link>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item asChild className={itemStyle}>
            <Link href="/new">New organization…</Link>
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <SignOutItem className={itemStyle} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
