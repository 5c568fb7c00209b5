"use client";
import { useRouter } from "next/navigation";
import { startTransition, useEffect, useState } from "react";

import { Button } from "#ui/components/button.tsx";

const lookAgainMs = 2_000;

interface FailureProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page that could not be made: what is away, and that it comes back by itself once that answers. */
export function Failure({ error, reset }: FailureProps) {
  const router = useRouter();
  const [databaseAway, setDatabaseAway] = useState(false);
  function retry() {
    startTransition(() => {
      router.refresh();
      reset();
    });
  }
  useEffect(() => console.error(error), [error]);
  useEffect(() => {
    let wasAway = false;
    const timer = setInterval(() => void look(), lookAgainMs);
    async function look() {
      const away = await isDatabaseAway();
      setDatabaseAway(away);
      if (wasAway && !away) location.reload();
      wasAway = away;
    }
    void look();
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <p role="status" className="text-ink-2">
        {databaseAway
          ? "The database does not answer. Nothing is lost: what was asked for goes on when it is back, and this page with it."
          : "Something that it needs did not answer. Nothing was changed."}
      </p>
      <div>
        <Button onClick={retry}>Try again</Button>
      </div>
      {error.digest ? <p className="text-xs text-ink-3">Reference {error.digest}</p> : null}
    </>
  );
}

async function isDatabaseAway(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { cache: "no-store" })).status === 503;
  } catch {
    return false;
  }
}
