"use client";
import { useState } from "react";

import { Kbd } from "#ui/components/kbd.tsx";
import { useKeys } from "#ui/components/use-keys.ts";
import { LivePill } from "#ui/live/live-pill.tsx";

import { Breadcrumb } from "./breadcrumb.tsx";
import { KeySheet } from "./key-sheet.tsx";
import { MobileMenu } from "./mobile-menu.tsx";
import type { Theme } from "./theme.ts";

/** Where the page is, whether it is current, and help. */
export function TopBar({ theme }: { readonly theme: Theme }) {
  const [help, setHelp] = useState(false);
  useKeys({
    "?": () => setHelp(true),
    "/": () => document.querySelector<HTMLElement>("#page-search")?.focus(),
  });
  return (
    <div
      role="region"
      aria-label="Page"
      className="flex h-(--bar) flex-none items-center gap-3 border-b border-line bg-canvas px-5 max-md:px-3.5"
    >
      <MobileMenu theme={theme} />
      <Breadcrumb />
      <span className="grow" />
      <LivePill />
      <button
        type="button"
        onClick={() => setHelp(true)}
        className="inline-flex h-8 items-center gap-2 rounded-control px-2 text-sm font-medium text-ink-2 hover:bg-pressed hover:text-ink"
      >
        Help <Kbd>?</Kbd>
      </button>
      <KeySheet open={help} onOpenChange={setHelp} />
    </div>
  );
}
