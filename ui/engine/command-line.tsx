import { CopyButton } from "#ui/components/copy-button.tsx";

/** A command that a person runs in a terminal of their own. */
export function CommandLine({ command }: { readonly command: string }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2">
      <code className="min-w-0 break-all rounded-control bg-sunken px-2 py-1 text-xs text-ink">
        {command}
      </code>
      <CopyButton text={command} label="Copy" />
    </span>
  );
}
