"use client";
import { createContext, useContext } from "react";

import type { Viewer } from "#contracts/api/organization.ts";
import { type Decision, type Permission, can } from "#domain/access/can.ts";

export const ViewerContext = createContext<Viewer | null>(null);

/** The signed-in person in the open organization; every page of an organization has one. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("Rendered outside an organization's layout.");
  return viewer;
}

/** Whether the viewer may do something, and otherwise why not. */
export function useCan(permission: Permission, environment?: string): Decision {
  const { role, promoteTo } = useViewer();
  return can({ role, promoteTo }, permission, environment === undefined ? {} : { environment });
}

/** Why the viewer may not do something; null where it is allowed. */
export function useRefusal(permission: Permission, environment?: string): string | null {
  const decision = useCan(permission, environment);
  return decision.allowed ? null : decision.reason;
}
