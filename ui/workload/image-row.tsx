"use client";
import type { AvailableImage, WorkloadDetail } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Menu } from "#ui/components/menu.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { promoteHref } from "#ui/promote/promote-url.ts";

import { commitLink } from "./commit-link.ts";

interface ImageRowProps {
  readonly org: string;
  readonly workload: WorkloadDetail;
  readonly container: string;
  readonly image: AvailableImage;
}

/** One tag: its age and commit, where it runs, why it is not offered, and the way to promote just it. */
export function ImageRow({ org, workload, container, image }: ImageRowProps) {
  const targets = workload.clusters.filter(
    ({ name, deployed }) => deployed && !image.runsIn.includes(name),
  );
  const commit = commitLink(image);
  return (
    <tr
      className={`border-b border-line align-top last:border-b-0 ${image.whyNot === null ? "" : "text-ink-3"}`}
    >
      <th scope="row" className="px-3.5 py-2 text-left font-mono font-normal">
        {image.tag}
        {image.whyNot === null ? null : (
          <span className="block font-sans text-xs">{image.whyNot}</span>
        )}
      </th>
      <td className="px-3.5 py-2">{image.createdAt ? <Ago at={image.createdAt} /> : "unknown"}</td>
      <td className="px-3.5 py-2 font-mono text-xs">
        {commit === null ? (
          (image.revision?.slice(0, 7) ?? "unknown")
        ) : (
          <a href={commit} className="underline">
            {image.revision?.slice(0, 7)}
          </a>
        )}
      </td>
      <td className="px-3.5 py-2">
        <span className="flex flex-wrap gap-1">
          {image.runsIn.map((cluster) => (
            <Tag key={cluster}>{cluster}</Tag>
          ))}
        </span>
      </td>
      <td className="px-3.5 py-1 text-right">
        <Menu
          label={image.tag}
          text="Promote"
          items={targets.map(({ name }) => ({
            text: name,
            href: promoteHref(org, {
              to: name,
              selected: [workload.key],
              tags: [{ container, tag: image.tag }],
            }),
          }))}
        />
      </td>
    </tr>
  );
}
