"use client";
import { Failure } from "#ui/shell/failure.tsx";
import { EntryFrame } from "#ui/sign-in/entry-frame.tsx";

interface ErrorProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function AnyError({ error, reset }: ErrorProps) {
  return (
    <EntryFrame title="This page could not be loaded">
      <Failure error={error} reset={reset} />
    </EntryFrame>
  );
}
