const versionForm = /^(?<lead>v?)(?<numbers>\d+(?:\.\d+){0,3})(?<rest>(?:[-+].*)?)$/;
const commitForm = /^(?<lead>.*?)[0-9a-f]{7,40}$/;

/** The tag that a CI build of `revision` gives after `tag`: the same form, one step newer. */
export function nextTag(tag: string, revision: string): string {
  const version = versionForm.exec(tag)?.groups;
  if (version)
    return `${version["lead"]}${nextNumbers(version["numbers"] ?? "")}${version["rest"]}`;
  const commit = commitForm.exec(tag)?.groups;
  return commit ? `${commit["lead"]}${revision.slice(0, 7)}` : tag;
}

/** Counts the last number up; a year and its twelfth month are followed by the next year's first. */
function nextNumbers(numbers: string): string {
  const parts = numbers.split(".").map(Number);
  const [year = 0, month] = parts;
  if (parts.length === 2 && year >= 20 && month === 12) return `${year + 1}.1`;
  return parts.with(-1, (parts.at(-1) ?? 0) + 1).join(".");
}
