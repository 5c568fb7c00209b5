import type { ScalarValue } from "./yaml-node.ts";

const octal = /^0[0-7]+$/;
const integer = /^[-+]?\d+$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const radix = /^0(?:o[0-7]+|x[\da-fA-F]+)$/;
const special = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/**
 * The value of plain text by YAML 1.2's core schema, except that `0644` is octal, as Kubernetes' parser (YAML 1.1)
 * reads it.
 */
export function plainValue(text: string): ScalarValue {
  const word = text.length > 5 ? undefined : words.get(text);
  if (word !== undefined) return word;
  if (!isNumberLike(text.charCodeAt(0))) return text;
  if (octal.test(text)) return Number.parseInt(text, 8);
  if (integer.test(text)) return Number.parseInt(text, 10);
  if (float.test(text)) return Number.parseFloat(text);
  if (radix.test(text)) return Number(text);
  const sign = special.exec(text);
  if (sign === null) return text;
  if (sign[1] === undefined) return Number.NaN;
  return sign[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Digits and `+ - .` */
function isNumberLike(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
}
