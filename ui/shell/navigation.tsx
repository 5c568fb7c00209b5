"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";

import { classNames } from "#ui/components/class-names.ts";
import { Icon, type IconName } from "#ui/components/icon.tsx";

const areas: readonly { readonly path: string; readonly label: string; readonly icon: IconName }[] =
  [
    { path: "workloads", label: "Workloads", icon: "grid" },
    { path: "releases", label: "Releases", icon: "release" },
    { path: "clusters", label: "Clusters", icon: "cluster" },
    { path: "settings", label: "Settings", icon: "settings" },
  ];

interface NavigationProps {
  readonly org: string;
  readonly onGo?: () => void;
}

/** The areas; promoting belongs to the workloads. */
export function Navigation({ org, onGo }: NavigationProps) {
  const [, , area] = usePathname().split("/");
  const current = area === "promote" ? "workloads" : area;
  return (
    <nav aria-label="Areas" className="grid gap-0.5">
      {areas.map(({ path, label, icon }) => (
        <Link
          key={path}
          href={`/${org}/${path}`}
          aria-current={current === path ? "page" : undefined}
          {...(onGo ? { onClick: onGo } : {})}
          className={classNames(
            "flex items-center gap-[9px] rounded-control px-2 py-1.5 text-sm",
            current === path ? "bg-pressed font-semibold text-ink" : "text-ink-2 hover:bg-pressed",
          )}
        >
          <Icon name={icon} />
          {label}
        </Link>
      ))}
    </nav>
  );
}
