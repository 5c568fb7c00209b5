"use client";
import { type ReactNode, useEffect } from "react";

import type { Viewer } from "#contracts/api/organization.ts";
import { LiveProvider } from "#ui/live/live-provider.tsx";

import { GuidedRibbon } from "./guided-ribbon.tsx";
import { rememberOrganization } from "./last-organization.ts";
import { QueryProvider } from "./query-provider.tsx";
import { Rail } from "./rail.tsx";
import { SandboxNotice } from "./sandbox-notice.tsx";
import type { Theme } from "./theme.ts";
import { TopBar } from "./top-bar.tsx";
import { ViewerContext } from "./viewer-context.ts";

interface OrganizationShellProps {
  readonly viewer: Viewer;
  readonly theme: Theme;
  readonly ribbonHidden: boolean;
  readonly children: ReactNode;
}

/** What stands around every page of an organization. */
export function OrganizationShell({
  viewer,
  theme,
  ribbonHidden,
  children,
}: OrganizationShellProps) {
  const { slug } = viewer.organization;
  useEffect(() => rememberOrganization(slug), [slug]);
  return (
    <QueryProvider>
      <ViewerContext value={viewer}>
        <LiveProvider org={slug} key={slug}>
          <a
            href="#main"
            className="sr-only z-50 rounded-control bg-ink px-3 py-2 text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          >
            Skip to the page
          </a>
          <div className="grid h-dvh grid-cols-[var(--rail)_minmax(0,1fr)] max-md:grid-cols-1">
            <Rail theme={theme} />
            <div className="flex min-h-0 min-w-0 flex-col">
              <TopBar theme={theme} />
              {viewer.sandboxUrl ? <SandboxNotice url={viewer.sandboxUrl} /> : null}
              <main
                id="main"
                tabIndex={-1}
                className="flex min-h-0 flex-1 flex-col overflow-y-auto p-5 outline-none max-md:p-3.5"
              >
                {viewer.sandboxUrl && !ribbonHidden ? <GuidedRibbon /> : null}
                {children}
              </main>
            </div>
          </div>
        </LiveProvider>
      </ViewerContext>
    </QueryProvider>
  );
}
