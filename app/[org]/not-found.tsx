import { EmptyState } from "#ui/components/empty-state.tsx";

export default function NotFoundHere() {
  return (
    <EmptyState heading="h1" title="There is no such page">
      It may have been removed, or the address is not right.
    </EmptyState>
  );
}
