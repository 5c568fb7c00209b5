import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { getConfig } from "#app/_server/config.ts";
import { pageContext } from "#app/_server/tenant.ts";
import { readViewer } from "#services/organization/read-viewer.ts";
import { guideCookie } from "#ui/shell/guide.ts";
import { OrganizationShell } from "#ui/shell/organization-shell.tsx";
import { readTheme, themeCookie } from "#ui/shell/theme.ts";

export default async function OrganizationLayout({
  params,
  children,
}: {
  readonly params: Promise<{ readonly org: string }>;
  readonly children: ReactNode;
}) {
  const ctx = await pageContext((await params).org);
  const viewer = await readViewer({ ctx, sandboxUrl: getConfig().sandboxUrl });
  const remembered = await cookies();
  return (
    <OrganizationShell
      viewer={viewer}
      theme={readTheme(remembered.get(themeCookie)?.value)}
      ribbonHidden={remembered.get(guideCookie)?.value === "hidden"}
    >
      {children}
    </OrganizationShell>
  );
}
