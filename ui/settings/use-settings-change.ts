"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import type { Settings } from "#contracts/api/settings.ts";
import { problemCode } from "#ui/queries/api-problem.ts";
import { settingsQuery } from "#ui/queries/settings.ts";

/** A change of the settings: the page shows its answer, and the newest settings where it came too late. */
export function useSettingsChange<Input>(
  org: string,
  change: (input: Input) => Promise<Settings>,
  done?: () => void,
) {
  const client = useQueryClient();
  const { queryKey } = settingsQuery(org);
  return useMutation({
    mutationFn: change,
    onSuccess: (settings) => {
      client.setQueryData(queryKey, settings);
      done?.();
    },
    onError: (error) => {
      if (problemCode(error) === "conflict") void client.invalidateQueries({ queryKey });
    },
  });
}
