"use client";
import type { ReleaseDetail } from "#contracts/api/release.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { promoteHref } from "#ui/promote/promote-url.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

interface RollBackLinkProps {
  readonly org: string;
  readonly release: Pick<ReleaseDetail, "number" | "target" | "canRollBack">;
}

/** The way back, or why there is none. */
export function RollBackLink({ org, release }: RollBackLinkProps) {
  const refusal = useRefusal("release.rollback", release.target.environment);
  const reason = release.canRollBack ? refusal : "Nothing was committed yet.";
  if (reason !== null) return <Button reason={reason}>Roll back…</Button>;
  return <ButtonLink href={promoteHref(org, { rollback: release.number })}>Roll back…</ButtonLink>;
}
