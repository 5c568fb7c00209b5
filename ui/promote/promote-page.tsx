"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import type { PlanResponse } from "#contracts/api/plan.ts";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { type ClusterItems, clustersQuery } from "#ui/queries/clusters.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { NarrowRow } from "./narrow-row.tsx";
import type { Narrowing } from "./narrow-row.tsx";
import { baseOf, defaultTarget } from "./plan-base.ts";
import { PlanHolds } from "./plan-holds.tsx";
import { namespacesOf } from "./plan-items.ts";
import { PlanNotices } from "./plan-notices.tsx";
import { PlanResult } from "./plan-result.tsx";
import { PromoteBar } from "./promote-bar.tsx";
import { scopeOf } from "./promote-scope.ts";
import { promoteTitle } from "./promote-title.ts";
import { type PromoteUrl, promoteHref } from "./promote-url.ts";
import { useKeptSelection } from "./use-kept-selection.ts";
import { usePlan } from "./use-plan.ts";
import { WhatList } from "./what-list.tsx";
import { WhereRow } from "./where-row.tsx";

interface PromotePageProps {
  readonly org: string;
  readonly url: PromoteUrl;
  readonly clusters: ClusterItems;
  /** The plan that the address names. */
  readonly shared: PlanResponse | null;
  /** The release that the address asks to go back before. */
  readonly rollback: { readonly number: number; readonly target: string } | null;
}

/** Where, what, and the exact result: one page without steps. */
export function PromotePage({ org, url, clusters: initial, shared, rollback }: PromotePageProps) {
  const { data } = useQuery({ ...clustersQuery(org), initialData: initial });
  const clusters = data.items;
  const [from, setFrom] = useState(url.from);
  const [to, setTo] = useState(rollback?.target ?? url.to ?? defaultTarget(clusters, url.from));
  const [narrowing, setNarrowing] = useState<Narrowing>(url);
  const kept = useKeptSelection(url.selectionId);

  const target = clusters.find(({ name }) => name === to) ?? null;
  const permission = rollback ? "release.rollback" : "release.create";
  const refusal = useRefusal(permission, target?.environment);
  const cannotPlan = useRefusal("plan.create", target?.environment);
  const cannotLift = useRefusal("lock.override", target?.environment);
  const selected = url.selected ?? kept.keys;
  const base = useMemo(
    () =>
      kept.known && cannotPlan === null
        ? baseOf({
            clusters,
            to,
            from,
            selected,
            tags: url.tags,
            chosen: shared?.selection ?? [],
            scope: scopeOf(narrowing, shared),
            rollback: rollback?.number ?? null,
          })
        : null,
    [kept.known, cannotPlan, clusters, to, from, selected, url.tags, narrowing, shared, rollback],
  );
  const isAsShared = from === url.from && to === shared?.target.name && narrowing === url;
  const state = usePlan({ org, base, shared: isAsShared ? shared : null });

  const liftsLocks = state.plan?.items.some(({ flags }) => flags.includes("lock-lifted")) === true;

  function choose(next: { readonly from: string | null; readonly to: string | null }) {
    setFrom(next.from === next.to ? null : next.from);
    setTo(next.to);
    const address = { ...url, ...narrowing, plan: null, from: next.from, to: next.to };
    history.replaceState(null, "", promoteHref(org, address));
  }

  function narrow(next: Narrowing) {
    const { namespaces, labels, image } = next;
    setNarrowing({ namespaces, labels, image });
    const address = { ...url, from, to, namespaces, labels, image, plan: null };
    history.replaceState(null, "", promoteHref(org, address));
  }

  const title = promoteTitle({ plan: state.plan, target: to, rollback: rollback?.number ?? null });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 pb-4">
        <h1>{title}</h1>
        <WhereRow
          clusters={clusters}
          from={from}
          to={to}
          rollback={rollback?.number ?? null}
          onChange={choose}
        />
        {rollback === null ? (
          <NarrowRow value={narrowing} namespaces={namespacesOf(state.items)} onChange={narrow} />
        ) : null}
        {state.error ? <ProblemNote error={state.error} onRetry={state.replan} /> : null}
        <PlanNotices org={org} plan={state.plan} clusters={clusters} onReplan={state.replan} />
        <PlanHolds org={org} plan={state.plan} />
        <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] items-start gap-4 max-lg:grid-cols-1">
          <WhatList
            state={state}
            cannotLift={cannotLift}
            source={state.plan?.sourceName ?? from ?? "the image repo"}
            refusal={cannotPlan}
          />
          <PlanResult state={state} refusal={cannotPlan} />
        </div>
      </div>
      <PromoteBar
        org={org}
        state={state}
        title={title}
        refusal={refusal ?? (liftsLocks ? cannotLift : null)}
      />
    </div>
  );
}
