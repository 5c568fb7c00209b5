import type { FieldDiff, ObjectDiff } from "#contracts/agent-diff.ts";
import { Tag } from "#ui/components/tag.tsx";

import { changeWords } from "./comparison-words.ts";
import { objectName } from "./sync-words.ts";

/** What a sync would do to one object, field by field. */
export function ObjectChange({ object }: { readonly object: ObjectDiff }) {
  const { change, fields, message } = object;
  const { word, tone } = changeWords(change);
  return (
    <li className="grid gap-x-3 gap-y-1 py-2 sm:grid-cols-[120px_1fr]">
      <span>
        <Tag tone={tone}>{word}</Tag>
      </span>
      <div className="min-w-0">
        <p className="font-mono text-xs break-all">{objectName(object)}</p>
        {message === "" ? null : <p className="break-words text-ink-2">{message}</p>}
        {fields.length > 0 ? (
          <dl className="mt-1 grid gap-1.5 font-mono text-xs">
            {fields.map((field) => (
              <FieldChange key={field.path} field={field} />
            ))}
          </dl>
        ) : null}
      </div>
    </li>
  );
}

function FieldChange({ field }: { readonly field: FieldDiff }) {
  const { path, before, after, hidden } = field;
  return (
    <div>
      <dt className="break-all text-ink-2">{path}</dt>
      {hidden ? (
        <dd className="font-sans text-ink-3">differs; hidden, because it may hold a secret</dd>
      ) : (
        <dd className="grid gap-px">
          <Side word="now" sign="−" value={before} className="bg-del" />
          <Side word="git" sign="+" value={after} className="bg-add" />
        </dd>
      )}
    </div>
  );
}

function Side(props: {
  readonly word: string;
  readonly sign: string;
  readonly value: string | null;
  readonly className: string;
}) {
  const { word, sign, value, className } = props;
  return (
    <span className={`flex gap-2 rounded-small px-1.5 break-all ${className}`}>
      <span aria-hidden="true" className="select-none">
        {sign}
      </span>
      <span className="sr-only">{word}: </span>
      <span>{value ?? "nothing"}</span>
    </span>
  );
}
