import { DomainError } from "#domain/error.ts";

/** Whether labels are what a selector asks for. */
export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

const key = String.raw`(?:[a-zA-Z0-9.-]{1,253}\/)?[a-zA-Z0-9](?:[\w.-]{0,61}[a-zA-Z0-9])?`;
const value = String.raw`(?:[a-zA-Z0-9](?:[\w.-]{0,61}[a-zA-Z0-9])?)?`;
const exists = new RegExp(`^(!?)\\s*(${key})$`);
const equals = new RegExp(`^(${key})\\s*(==|=|!=)\\s*(${value})$`);
const among = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const valueForm = new RegExp(`^${value}$`);

/**
 * Reads a label selector in the words of kubectl: `team=shop,tier!=cache,zone in (a, b),env notin (dev),canary,!old`.
 * All parts must hold; the empty text holds for everything. Throws `DomainError` "invalid" that names the part.
 */
export function parseLabelSelector(text: string): LabelTest {
  if (text.trim() === "") return () => true;
  const tests = splitParts(text).map((part) => parsePart(part, text));
  return (labels) => tests.every((test) => test(labels));
}

/** Commas inside of parentheses separate values, not parts. */
function splitParts(text: string): readonly string[] {
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

function parsePart(part: string, whole: string): LabelTest {
  const [, not, present = ""] = exists.exec(part) ?? [];
  if (not !== undefined) return (labels) => Object.hasOwn(labels, present) === (not === "");
  const [, label = "", operator, wanted = ""] = equals.exec(part) ?? [];
  if (operator !== undefined) {
    return (labels) => (own(labels, label) === wanted) === (operator !== "!=");
  }
  const [, listed = "", membership, list = ""] = among.exec(part) ?? [];
  const values = list.split(",").map((one) => one.trim());
  if (membership !== undefined && values.every((one) => valueForm.test(one))) {
    return (labels) => values.includes(own(labels, listed) ?? "\0") === (membership === "in");
  }
  throw new DomainError(
    "invalid",
    `"${part}" is no part of a label selector. Write key=value, key!=value, key in (a,b), key notin (a,b), key or !key.`,
    { selector: whole },
  );
}

function own(labels: Readonly<Record<string, string>>, label: string): string | undefined {
  return Object.hasOwn(labels, label) ? labels[label] : undefined;
}
