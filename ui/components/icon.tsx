import { classNames } from "./class-names.ts";

const paths = {
  grid: "M4 5h16M4 12h16M4 19h16M9 5v14",
  release: "M12 4v11m0-11 4 4m-4-4-4 4M5 15v4h14v-4",
  cluster: "M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.5",
  chevron: "M7 10l5 5 5-5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  menu: "M4 7h16M4 12h16M4 17h16",
  search: "M11 5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM20 20l-4.5-4.5",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M7 7l10 10M17 7L7 17",
  arrow: "M5 12h14m-5-5 5 5-5 5",
  copy: "M9 9h10v10H9zM5 15V5h10",
  external: "M9 6H5v13h13v-4M13 5h6v6M19 5l-8 8",
  settings: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4v6M9 14v6",
  gate: "M4 17h16M7 17V8h10v9M4 8h16",
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside a word; never the only bearer of a meaning. */
export function Icon({
  name,
  className,
}: {
  readonly name: IconName;
  readonly className?: string;
}) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={classNames("size-[15px] flex-none", className)}
    >
      <path d={paths[name]} />
    </svg>
  );
}
