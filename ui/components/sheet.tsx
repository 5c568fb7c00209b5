"use client";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";

import { Icon } from "./icon.tsx";

interface SheetProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A small dialog for a peek; never the only place where something can be done. */
export function Sheet({ title, open, onOpenChange, children }: SheetProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[min(440px,calc(100vw-28px))] -translate-x-1/2 overflow-auto rounded-card border border-line-strong bg-raised p-4 shadow-raised"
        >
          <div className="mb-3 flex items-center gap-2">
            <Dialog.Title className="text-md font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="ml-auto grid size-7 place-items-center rounded-control text-ink-2 hover:bg-pressed"
            >
              <Icon name="close" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
