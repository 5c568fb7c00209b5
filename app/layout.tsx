import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./globals.css";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { readTheme, themeCookie } from "#ui/shell/theme.ts";

export const metadata: Metadata = {
  title: { default: "Stagecoach", template: "%s · Stagecoach" },
  description: "See what runs where, promote it with a real diff, watch it land.",
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>{children}</body>
    </html>
  );
}
