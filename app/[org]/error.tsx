"use client";
import { useEffect } from "react";

import { Button } from "#ui/components/button.tsx";
import { EmptyState } from "#ui/components/empty-state.tsx";

interface ErrorProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page that could not be made: what to do, and what to quote. */
export default function OrganizationError({ error, reset }: ErrorProps) {
  useEffect(() => console.error(error), [error]);
  return (
    <EmptyState
      title="This page could not be loaded"
      action={<Button onClick={reset}>Try again</Button>}
    >
      <p>Something that it needs did not answer. Nothing was changed.</p>
      {error.digest ? <p className="mt-2 text-xs text-ink-3">Reference {error.digest}</p> : null}
    </EmptyState>
  );
}
