"use client";
import { Select } from "radix-ui";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";

export interface PickOption {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
  readonly stripe?: string;
}

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly PickOption[];
  readonly onChange: (value: string) => void;
  readonly size?: "normal" | "large";
}

/** A small choice that reads as a phrase: “from stage”. */
export function Pick({ label, value, options, onChange, size = "normal" }: PickProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Select.Root value={value} onValueChange={onChange}>
      <Select.Trigger
        aria-label={label}
        style={chosen?.stripe ? { boxShadow: `inset 3px 0 0 ${chosen.stripe}` } : undefined}
        className={classNames(
          "inline-flex max-w-full items-center gap-1.5 rounded-control border border-line-strong bg-surface px-2.5 hover:bg-pressed",
          size === "large" ? "h-[38px] text-md font-semibold" : "h-8 text-sm font-medium",
        )}
      >
        <span className="font-normal text-ink-3">{label}</span>
        <span className="truncate">
          <Select.Value>{chosen?.label ?? value}</Select.Value>
        </span>
        {size === "large" && chosen?.note ? (
          <span className="font-normal text-ink-3 max-md:hidden">{chosen.note}</span>
        ) : null}
        <Select.Icon className="text-ink-3">
          <Icon name="chevron" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-control border border-line-strong bg-raised p-1 shadow-raised"
        >
          <Select.Viewport>
            {options.map((option) => (
              <PickItem key={option.value} option={option} />
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}

function PickItem({ option }: { readonly option: PickOption }) {
  return (
    <Select.Item
      value={option.value}
      className="flex h-8 cursor-pointer items-center gap-2 rounded-small px-2 text-sm outline-none select-none data-highlighted:bg-pressed data-[state=checked]:font-semibold"
    >
      {option.stripe ? (
        <span
          aria-hidden="true"
          className="h-4 w-[3px] rounded"
          style={{ background: option.stripe }}
        />
      ) : null}
      <Select.ItemText>{option.label}</Select.ItemText>
      {option.note ? (
        <span className="ml-auto pl-4 text-xs font-normal text-ink-3">{option.note}</span>
      ) : null}
    </Select.Item>
  );
}
