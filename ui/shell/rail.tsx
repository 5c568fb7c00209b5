"use client";
import { Navigation } from "./navigation.tsx";
import { OrganizationMenu } from "./organization-menu.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import type { Theme } from "./theme.ts";
import { useViewer } from "./viewer-context.ts";

export function Rail({ theme }: { readonly theme: Theme }) {
  const { organization } = useViewer();
  return (
    <header className="flex min-h-0 flex-col gap-2 overflow-y-auto border-r border-line p-2.5 max-md:hidden">
      <OrganizationMenu />
      <Navigation org={organization.slug} />
      <div className="mt-auto">
        <ThemeSwitch initial={theme} />
      </div>
    </header>
  );
}
