"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

import { createRelease } from "#ui/queries/releases.ts";

/** Releases a plan and goes to the release. A plan is its own idempotency key: it is released once. */
export function useReleasePlan(org: string) {
  const router = useRouter();
  return useMutation({
    mutationFn: (planId: string) => createRelease(org, planId, `plan-${planId}`),
    onSuccess: ({ number }) => router.push(`/${org}/releases/${number}`),
  });
}
