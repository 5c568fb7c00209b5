"use client";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";

import type { AvailableImage } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { Tag } from "#ui/components/tag.tsx";
import { promoteHref } from "#ui/promote/promote-url.ts";

interface ImageRowProps {
  readonly org: string;
  readonly workload: string;
  readonly container: string;
  readonly image: AvailableImage;
  readonly clusters: readonly { readonly name: string }[];
}

/** One tag: where it runs, why it is not offered, and the way to promote exactly it. */
export function ImageRow({ org, workload, container, image, clusters }: ImageRowProps) {
  const { tag, createdAt, revision, sourceUrl, runsIn, whyNot } = image;
  return (
    <li
      className={classNames(
        "flex flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line px-3.5 py-1.5 text-sm last:border-b-0",
        whyNot !== null && "text-ink-2",
      )}
    >
      <code className="font-mono text-xs break-all">{tag}</code>
      {runsIn.map((name) => (
        <Tag key={name} tone="run">
          {name}
        </Tag>
      ))}
      {whyNot ? <span className="text-xs">{whyNot}</span> : null}
      <span className="ml-auto flex items-center gap-3 text-xs text-ink-3">
        {revision ? <Commit revision={revision} sourceUrl={sourceUrl} /> : null}
        {createdAt ? <Ago at={createdAt} /> : null}
        <DropdownMenu.Root>
          <DropdownMenu.Trigger
            aria-label={`Promote ${tag}`}
            className="rounded-s px-1.5 py-1 text-accent-ink hover:bg-pressed"
          >
            Promote…
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content
              align="end"
              className="z-50 min-w-[160px] rounded-m border border-line-strong bg-raised p-1 shadow-raised"
            >
              {clusters.map(({ name }) => (
                <DropdownMenu.Item
                  key={name}
                  asChild
                  className="block rounded-s px-2 py-1.5 text-sm outline-none data-highlighted:bg-pressed"
                >
                  <Link
                    href={promoteHref(org, {
                      to: name,
                      selected: [workload],
                      tags: [{ container, tag }],
                    })}
                  >
                    to {name}
                  </Link>
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      </span>
    </li>
  );
}

interface CommitProps {
  readonly revision: string;
  readonly sourceUrl: string | null;
}

/** The commit that an image was built from; a link where the image says where its source is. */
function Commit({ revision, sourceUrl }: CommitProps) {
  const short = <code className="font-mono">{revision.slice(0, 7)}</code>;
  if (!sourceUrl || !/^https?:\/\//.test(sourceUrl)) return short;
  return (
    <a
      href={`${sourceUrl.replace(/\.git$/, "")}/commit/${revision}`}
      rel="noreferrer"
      className="text-accent-ink hover:underline"
    >
      {short}
    </a>
  );
}
