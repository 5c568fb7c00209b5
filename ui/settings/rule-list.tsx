"use client";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Field } from "#ui/components/field.tsx";
import { Icon } from "#ui/components/icon.tsx";

import { type DraftRule, type RuleKind, flawOf } from "./mapping-rules.ts";

interface RuleListProps {
  readonly kind: RuleKind;
  readonly rules: readonly DraftRule[];
  readonly readOnly: boolean;
  readonly names: { readonly from: string; readonly to: string };
  readonly onChange: (rules: readonly DraftRule[]) => void;
}

const texts = {
  workloads: {
    title: "Workloads",
    note: "the first rule that fits counts",
    rule: "workload rule",
    add: "Add a workload rule",
    example: { from: "shop-stage:deployment/*", to: "shop:deployment/*" },
    hint: "Patterns are namespace:kind/name; a * stands for anything and is carried over to the same part.",
  },
  images: {
    title: "Images",
    note: "the longest that fits counts",
    rule: "image rewrite",
    add: "Add an image rewrite",
    example: { from: "registry.stage.example.com", to: "registry.example.com" },
    hint: "A registry, or a registry with the beginning of the path. Tags and digests stay.",
  },
} as const;

/** The rules of one kind, each with what is wrong with it beside the field. */
export function RuleList({ kind, rules, readOnly, names, onChange }: RuleListProps) {
  const { title, note, add, hint } = texts[kind];
  const next = Math.max(0, ...rules.map(({ id }) => id)) + 1;
  function change(changed: DraftRule) {
    onChange(rules.map((one) => (one.id === changed.id ? changed : one)));
  }
  return (
    <Card title={title} note={note}>
      <div className="grid gap-3 p-3.5 text-sm">
        <p className="text-xs text-ink-3">{hint}</p>
        {rules.length === 0 ? (
          <p className="text-ink-3">
            None: {title.toLowerCase()} have the same names in {names.from} and {names.to}.
          </p>
        ) : null}
        <ol className="grid gap-3">
          {rules.map((one, at) => (
            <RuleRow
              key={one.id}
              {...{ kind, names, readOnly }}
              rule={one}
              number={at + 1}
              onChange={change}
              onRemove={() => onChange(rules.filter(({ id }) => id !== one.id))}
            />
          ))}
        </ol>
        {readOnly ? null : (
          <div>
            <Button onClick={() => onChange([...rules, { id: next, from: "", to: "" }])}>
              {add}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

interface RuleRowProps extends Omit<RuleListProps, "rules" | "onChange"> {
  readonly rule: DraftRule;
  readonly number: number;
  readonly onChange: (rule: DraftRule) => void;
  readonly onRemove: () => void;
}

function RuleRow({ kind, rule, number, names, readOnly, onChange, onRemove }: RuleRowProps) {
  const { rule: what, example } = texts[kind];
  const flaw = flawOf(kind, rule);
  function field(side: "from" | "to") {
    const started = rule[side].trim() !== "";
    return {
      label: `${side === "from" ? "In" : "is, in"} ${names[side]}`,
      value: rule[side],
      placeholder: example[side],
      readOnly,
      error: flaw?.side === side && started ? flaw.message : null,
      autoComplete: "off",
      spellCheck: false,
      onChange: (event: { readonly target: { readonly value: string } }) =>
        onChange({ ...rule, [side]: event.target.value }),
    };
  }
  return (
    <li
      aria-label={`${what} ${number}`}
      className="grid items-start gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_32px]"
    >
      <Field {...field("from")} />
      <Field {...field("to")} />
      {readOnly ? null : (
        <button
          type="button"
          aria-label={`Remove ${what} ${number}`}
          onClick={onRemove}
          className="grid size-8 place-items-center rounded-control text-ink-2 hover:bg-pressed sm:mt-6"
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}
