import type { ReactNode } from "react";

import { BrandMark } from "#ui/components/brand-mark.tsx";

interface EntryFrameProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The one column of pages outside an organization. */
export function EntryFrame({ title, children }: EntryFrameProps) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-[380px] content-center gap-5 px-4 py-10">
      <p className="flex items-center gap-2 font-semibold">
        <BrandMark /> Stagecoach
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}
