import { Icon } from "#ui/components/icon.tsx";

/** Says what is simulated, and where its stories are started. */
export function SandboxNotice({ url }: { readonly url: string }) {
  return (
    <aside
      aria-label="Simulation"
      className="flex flex-none flex-wrap items-center gap-x-2 border-b border-line bg-sunken px-5 py-1.5 text-xs text-ink-2 max-md:px-3.5"
    >
      Sample clusters, simulated.
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1 text-accent-ink underline underline-offset-2"
      >
        Build an image, break a rollout, stop an agent
        <Icon name="external" className="size-3" />
        <span className="sr-only">(opens in a new tab)</span>
      </a>
    </aside>
  );
}
