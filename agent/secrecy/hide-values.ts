/** What stands where a value was. */
export const hidden = "(hidden)";
const shortestHidden = 6;

/**
 * Field errors of the API server: `spec.replicas: Invalid value: "x": must be …`. The value is quoted, JSON, or Go's
 * way of printing a structure; what follows it says what is wrong.
 */
const fieldValue =
  /\b((?:Invalid|Unsupported|Duplicate) value|Not found): (?:"(?:[^"\\]|\\.)*"|[\w.*&[\]]*\{.*\}|\[.*\]|[^\s:,;]+)/gs;
/** Parsers quote the text around a fault. */
const parsedText = /(error found in #\d+ byte of \.\.\.)\|.*$/gs;
const mergedValue = /\b(got|found) (?:&?\{.*\}|map\[.*\])/gs;
const urlSecrets =
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"]+@|(\b[a-z][a-z0-9+.-]*:\/\/[^\s?"]+)\?[^\s"]*/gi;
/** How a kubelet begins the message of a probe. */
const probe = /^(\w+ probe (?:failed|errored)(?: and resulted in \w+)?): ([\s\S]+)$/;
/** What a kubelet says itself about probes by HTTP, TCP and gRPC; anything else is what an exec probe printed. */
const kubeletWords =
  /^(?:HTTP probe failed with statuscode: \d+\s*$|Get "|dial |rpc error: |service unhealthy |timeout: failed to connect |error: health rpc )/;
/** Webhooks and policies say what they like, and quote what they looked at. */
const deniedWords = /(denied (?:the )?request)(?:: |:)[\s\S]+$/;

/** What a message may quote. */
export interface Quotable {
  /** The values of the object that the message is about. */
  readonly values: readonly string[];
  /** Whether it may be about other objects too, whose values are not at hand. */
  readonly others: boolean;
  /** Whether what programs print is told: a person asked for it who may read it. */
  readonly output?: boolean;
}

/**
 * A message of Kubernetes without the values that it quotes: neither those of its object, wherever they stand, nor what
 * the API server quotes of any. Where other objects may be meant, what webhooks say is left out altogether.
 */
export function hideValues(text: string, quotable: Quotable): string {
  const { values, others, output = false } = quotable;
  const quoted = text
    .replace(fieldValue, `$1: ${hidden}`)
    .replace(parsedText, `$1 ${hidden}`)
    .replace(mergedValue, `$1 ${hidden}`)
    .replace(
      urlSecrets,
      (_all, scheme?: string, url?: string) => scheme ?? `${url ?? ""}?${hidden}`,
    );
  const told = output ? quoted : quoted.replace(probe, probeWords);
  const spoken = others ? told.replace(deniedWords, `$1, in words that are not told`) : told;
  return withoutEach(spoken, values);
}

/** A kubelet quotes the command that took too long, and tells what another printed. */
function probeWords(all: string, failed: string, why: string): string {
  if (kubeletWords.test(why)) return all;
  const isLate = /^command .*timed out/s.test(why);
  return `${failed}: its command ${isLate ? "timed out" : "said why, which is not told"}`;
}

/** The text with none of the values in it. */
export function withoutEach(text: string, values: readonly string[]): string {
  return values.reduce((rest, value) => rest.replaceAll(value, hidden), text);
}

/**
 * The values of an object that no message may carry: of variables, arguments, annotations, data and fields that are
 * called like secrets; the longest first. What names the object or its program is none of them.
 */
export function valuesOf(object: unknown): readonly string[] {
  const found = new Set<string>();
  const names = new Set<string>();
  collect(object, { path: "", found, names });
  return [...found]
    .filter((value) => value.length >= shortestHidden && !names.has(value))
    .toSorted((a, b) => b.length - a.length);
}

const valuePlaces: readonly RegExp[] = [
  /^\.(data|binaryData|stringData)\./,
  /\.env\.\d+\.value$/,
  /\.(command|args)\.\d+$/,
  /\.annotations\./,
  /\.values\./,
  /\.[^.]*(password|passwd|token|secret|credential|api-?key|private-?key)[^.]*$/i,
];
/** These name other objects, which is what people need to read. */
const references =
  /\.(secretName|secretRef\.name|secretKeyRef\.(name|key)|imagePullSecrets\.\d+\.name)$/;

/** What messages have to name. */
const namePlaces = /\.(name|namespace|image)$/;

function collect(
  value: unknown,
  at: { readonly path: string; readonly found: Set<string>; readonly names: Set<string> },
): void {
  const { path, found, names } = at;
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key !== "managedFields") collect(inner, { path: `${path}.${key}`, found, names });
    }
    return;
  }
  if (typeof value !== "string") return;
  if (namePlaces.test(path)) names.add(value);
  if (!valuePlaces.some((place) => place.test(path))) return;
  if (references.test(path) || isProgram(path, value)) return;
  found.add(value);
  for (const part of partsOf(value)) found.add(part);
}

/** A message may quote an argument's value alone, a line of a file, or the password in a URL. */
function partsOf(value: string): readonly string[] {
  const password = /:\/\/[^\s/:@]*:([^\s/@]+)@/.exec(value)?.[1];
  const words = value.split(/[\n=\s]+/).filter((part) => /\d/.test(part) || part.length > 11);
  return password === undefined ? words : [password, ...words];
}

/** `exec: "/bin/serve": no such file` is worth reading. */
function isProgram(path: string, value: string): boolean {
  return path.endsWith(".command.0") && /^[\w./-]+$/.test(value);
}
