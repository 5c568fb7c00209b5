import type { MatrixColumn } from "#domain/matrix/model.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { EmptyState } from "#ui/components/empty-state.tsx";

import { statusLabels } from "./status-filter.ts";
import type { MatrixView } from "./use-matrix-view.ts";

interface MatrixEmptyProps {
  readonly org: string;
  readonly columns: readonly MatrixColumn[];
}

/** Nothing was ever reported: what to do next. */
export function MatrixEmpty({ org, columns }: MatrixEmptyProps) {
  if (columns.length === 0) {
    return (
      <EmptyState
        title="No cluster is connected yet"
        action={
          <ButtonLink variant="primary" href={`/${org}/clusters/new`}>
            Connect a cluster
          </ButtonLink>
        }
      >
        Install the agent with one command. Every workload of the cluster then appears here with its
        images; nothing has to be declared or annotated.
      </EmptyState>
    );
  }
  const waiting = columns.filter(({ stateAt }) => stateAt === null).map(({ name }) => name);
  return (
    <EmptyState
      title={waiting.length > 0 ? "Waiting for the first report" : "No workloads yet"}
      action={<ButtonLink href={`/${org}/clusters`}>Open clusters</ButtonLink>}
    >
      {waiting.length > 0
        ? `${waiting.join(", ")} has not sent its workloads yet. They appear here by themselves.`
        : "The connected clusters run no workload that the agent may see."}
    </EmptyState>
  );
}

/** The filter leaves nothing: what is set, and the way back. */
export function MatrixFilteredOut({ view }: { readonly view: MatrixView }) {
  const set = [
    ...view.statuses.map((status) => statusLabels[status]),
    ...(view.text ? [`“${view.text}”`] : []),
  ];
  return (
    <EmptyState
      title="No workload matches"
      action={<Button onClick={view.clearFilter}>Clear the filter</Button>}
    >
      Filtered by {set.join(" and ")}.
    </EmptyState>
  );
}
