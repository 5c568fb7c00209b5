"use client";
import { useState } from "react";

import { Icon } from "#ui/components/icon.tsx";
import { Sheet } from "#ui/components/sheet.tsx";

import { Navigation } from "./navigation.tsx";
import { OrganizationMenu } from "./organization-menu.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import type { Theme } from "./theme.ts";
import { useViewer } from "./viewer-context.ts";

/** The rail, for screens without room for it. */
export function MobileMenu({ theme }: { readonly theme: Theme }) {
  const [open, setOpen] = useState(false);
  const { organization } = useViewer();
  return (
    <span className="md:hidden">
      <button
        type="button"
        aria-label="Menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        className="grid size-8 place-items-center rounded-control hover:bg-pressed"
      >
        <Icon name="menu" className="size-[18px]" />
      </button>
      <Sheet title="Menu" open={open} onOpenChange={setOpen}>
        <div className="grid gap-3">
          <OrganizationMenu />
          <Navigation org={organization.slug} onGo={() => setOpen(false)} />
          <ThemeSwitch initial={theme} />
        </div>
      </Sheet>
    </span>
  );
}
