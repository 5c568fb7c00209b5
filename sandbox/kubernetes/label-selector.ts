import { badRequest } from "./status.ts";

export type Labels = Readonly<Record<string, string>> | undefined;
export type LabelMatcher = (labels: Labels) => boolean;

/** The selector of workloads: all of it must hold; an empty one selects everything. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
    readonly values?: readonly string[];
  }[];
}

/** A matcher for the `labelSelector` parameter, or a 400 where it cannot be read. */
export function parseLabelSelector(text: string): LabelMatcher {
  const matchers = splitOutsideParentheses(text).map(parseRequirement);
  return (labels) => matchers.every((matches) => matches(labels));
}

/** A matcher for the selector object in a workload's spec. */
export function matcherOf({
  matchLabels = {},
  matchExpressions = [],
}: LabelSelector): LabelMatcher {
  const matchers = [
    ...Object.entries(matchLabels).map(([key, value]) => isIn(key, [value])),
    ...matchExpressions.map(({ key, operator, values = [] }) => {
      switch (operator) {
        case "In":
          return isIn(key, values);
        case "NotIn":
          return not(isIn(key, values));
        case "Exists":
          return exists(key);
        case "DoesNotExist":
          return not(exists(key));
      }
    }),
  ];
  return (labels) => matchers.every((matches) => matches(labels));
}

const name = String.raw`([A-Za-z0-9][-A-Za-z0-9_./]*)`;
const setBased = new RegExp(String.raw`^${name}\s+(in|notin)\s*\(([^()]*)\)$`);
const equality = new RegExp(String.raw`^${name}\s*(==|=|!=)\s*([-A-Za-z0-9_.]*)$`);
const order = new RegExp(String.raw`^${name}\s*(>|<)\s*(-?\d+)$`);
const existence = new RegExp(String.raw`^(!?)\s*${name}$`);

function parseRequirement(part: string): LabelMatcher {
  const [, setKey = "", operator, list = ""] = setBased.exec(part) ?? [];
  if (operator) {
    const values = list.split(",").map((value) => value.trim());
    return operator === "in" ? isIn(setKey, values) : not(isIn(setKey, values));
  }
  const [, key = "", sign, value = ""] = equality.exec(part) ?? [];
  if (sign) return sign === "!=" ? not(isIn(key, [value])) : isIn(key, [value]);
  const [, orderKey = "", comparison, bound = ""] = order.exec(part) ?? [];
  if (comparison) return compares(orderKey, (n) => (comparison === ">" ? n > +bound : n < +bound));
  const [, negation, existenceKey] = existence.exec(part) ?? [];
  if (existenceKey) return negation ? not(exists(existenceKey)) : exists(existenceKey);
  throw badRequest(`unable to parse requirement: ${JSON.stringify(part)} is not a label selector`);
}

function isIn(key: string, values: readonly string[]): LabelMatcher {
  return (labels) => {
    const value = labels?.[key];
    return value !== undefined && values.includes(value);
  };
}

function exists(key: string): LabelMatcher {
  return (labels) => labels?.[key] !== undefined;
}

function compares(key: string, holds: (value: number) => boolean): LabelMatcher {
  return (labels) => /^-?\d+$/.test(labels?.[key] ?? "") && holds(Number(labels?.[key]));
}

function not(matcher: LabelMatcher): LabelMatcher {
  return (labels) => !matcher(labels);
}

function splitOutsideParentheses(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
