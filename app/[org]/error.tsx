"use client";
import { Failure } from "#ui/shell/failure.tsx";

interface ErrorProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** Inside the organization's frame, which stays. */
export default function OrganizationError({ error, reset }: ErrorProps) {
  return (
    <div className="grid max-w-[60ch] gap-3">
      <h1>This page could not be loaded</h1>
      <Failure error={error} reset={reset} />
    </div>
  );
}
