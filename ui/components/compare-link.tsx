import { Icon } from "./icon.tsx";

interface CompareLinkProps {
  readonly url: string;
  /** Whose code it is. */
  readonly about: string;
}

/** Leads to the code between two versions, on the forge that has it. */
export function CompareLink({ url, about }: CompareLinkProps) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      aria-label={`Code changes of ${about}`}
      className="inline-flex min-h-6 items-center gap-1 font-sans text-xs text-ink-2 underline hover:text-ink"
    >
      code changes <Icon name="external" className="size-3" />
    </a>
  );
}
