"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { PlanItem, PlanResponse } from "#contracts/api/plan.ts";
import { planQuery, plannedQuery } from "#ui/queries/plans.ts";

import { mergeItems } from "./plan-items.ts";
import { type PlanBase, itemId, planRequest } from "./plan-request.ts";
import { useDebounced } from "./use-debounced.ts";

const patience = 300;

interface UsePlanOptions {
  readonly org: string;
  /** Null where it is not known yet what to plan, or where the viewer may not. */
  readonly base: PlanBase | null;
  /** A plan that someone shared; shown until something is changed. */
  readonly shared: PlanResponse | null;
}

/** The plan of what the page says now. While a new one is calculated, the one before stays, marked as old. */
export function usePlan({ org, base, shared }: UsePlanOptions) {
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());
  const [lifted, setLifted] = useState<ReadonlySet<string>>(new Set());
  const [subject, setSubject] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const untouched =
    shared !== null && held.size + lifted.size === 0 && subject === null && attempt === 0;
  const baseText = JSON.stringify(base);
  const [known, setKnown] = useState<{ base: string; plan: string; items: readonly PlanItem[] }>({
    base: baseText,
    plan: shared?.id ?? "",
    items: shared?.items ?? [],
  });
  const items = known.base === baseText ? known.items : [];

  const wanted = base && !untouched ? planRequest({ base, items, held, lifted, subject }) : null;
  const request = useDebounced(wanted, JSON.stringify(wanted), patience);
  const planned = useQuery({
    ...plannedQuery(org, request, attempt),
    placeholderData: keepPreviousData,
  });
  const first = planned.data ?? shared;
  const calculating = first?.status === "calculating" && !planned.isPlaceholderData;
  const followed = useQuery(planQuery(org, calculating ? first.id : null));
  const plan = (calculating ? followed.data : undefined) ?? first ?? null;

  const settled = JSON.stringify(request) === JSON.stringify(wanted) && !planned.isPlaceholderData;
  const current = settled && plan !== null && plan.status !== "calculating";
  if (current && (known.plan !== plan.id || known.base !== baseText)) {
    setKnown({ base: baseText, plan: plan.id, items: mergeItems(items, plan.items) });
  }

  const nothingTicked = base !== null && !untouched && wanted === null;
  return {
    plan: nothingTicked ? null : plan,
    items: known.base === baseText ? known.items : (plan?.items ?? []),
    /** Whether the plan shown is what the page asks for, so that it may be released. */
    current: current && !nothingTicked,
    nothingTicked,
    error: planned.error ?? followed.error,
    held,
    toggle: (own: readonly PlanItem[], ticked: boolean) =>
      setHeld((now) => changed(now, own.map(itemId), !ticked)),
    lifted,
    lift: (workload: string, on: boolean) => setLifted((now) => changed(now, [workload], on)),
    subject,
    setSubject,
    replan: () => setAttempt((count) => count + 1),
  };
}

function changed(
  set: ReadonlySet<string>,
  names: readonly string[],
  isIn: boolean,
): ReadonlySet<string> {
  const next = new Set(set);
  for (const name of names) {
    if (isIn) next.add(name);
    else next.delete(name);
  }
  return next;
}

export type PlanState = ReturnType<typeof usePlan>;
