import { DomainError } from "#domain/error.ts";

import { composeTree } from "./compose-tree.ts";
import { SourceFile } from "./source-file.ts";
import type { SourceDocument } from "./source-node.ts";
import { documentKey } from "./yaml-node.ts";
import type { Place, YamlNode } from "./yaml-node.ts";

/** Something in a file that keeps it, or a part of it, from being read. Line and column count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ManifestDocument {
  /** Counts every document of the file, the empty and the broken ones too. */
  readonly index: number;
  readonly line: number;
  readonly tree: YamlNode;
}

export interface ManifestFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly Problem[];
}

const longestText = 10 * 1024 * 1024;
const mostProblems = 20;

/**
 * Reads every document of a YAML file. Never throws: a document that cannot be read is a problem with its place, and
 * the others are there; of an unrendered template, only those before the problem.
 */
export function parseManifestFile(path: string, text: string): ManifestFile {
  if (text.length > longestText) {
    const message = "The file is larger than 10 MB and was not read.";
    return { path, text, documents: [], problems: [{ file: path, line: 1, column: 1, message }] };
  }
  return readDocuments({ path, text });
}

/** Reads YAML that stands as a text inside another file, such as an inline patch. Same promises. */
export function parseEmbedded(text: string, place: Place, firstLine: number): ManifestFile {
  return readDocuments({ path: place.source.file, text, embedding: { place, firstLine } });
}

/** The tree of one document; throws `DomainError` "invalid" with `data.offset` where it has trouble. */
export function readTree(document: SourceDocument, root: Place, lineOffset: number): YamlNode {
  const { trouble } = document;
  if (trouble === null) return composeTree(document, { root, lineOffset });
  throw new DomainError("invalid", trouble.message, { offset: trouble.offset });
}

interface Reading {
  readonly path: string;
  readonly text: string;
  /** Where the value of an outer file begins that holds this text. */
  readonly embedding?: { readonly place: Place; readonly firstLine: number };
}

function readDocuments(reading: Reading): ManifestFile {
  const { path, text } = reading;
  const source = new SourceFile(text);
  const documents: ManifestDocument[] = [];
  const problems: Problem[] = [];
  const isTemplate = text.includes("{{");
  for (let index = 0; index < source.count; index += 1) {
    const document = source.document(index);
    if (document === undefined) continue;
    try {
      const tree = readDocument(reading, document, index);
      documents.push({ index, line: tree.place.line, tree });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push(problemOf(reading, error, isTemplate));
      if (isTemplate || problems.length === mostProblems) break;
    }
  }
  return { path, text, documents, problems };
}

function readDocument(reading: Reading, document: SourceDocument, index: number): YamlNode {
  const { embedding, path } = reading;
  if (embedding === undefined) {
    const source = { file: path, document: index };
    return readTree(document, { source, parent: null, key: "", line: document.line }, 0);
  }
  const lineOffset = embedding.firstLine - 1;
  const line = document.line + lineOffset;
  const { place } = embedding;
  const key = documentKey(index);
  const root = index === 0 ? place : { source: place.source, parent: place, key, line };
  return readTree(document, root, lineOffset);
}

function problemOf(reading: Reading, error: DomainError, isTemplate: boolean): Problem {
  const { path, text, embedding } = reading;
  const offset = Math.min(Number(error.data["offset"] ?? 0), text.length);
  const before = text.slice(0, offset);
  const reason = error.message.replace(/\.$/, "");
  return {
    file: path,
    line: before.split("\n").length + (embedding ? embedding.firstLine - 1 : 0),
    column: offset - before.lastIndexOf("\n"),
    message: isTemplate
      ? `${reason}. The file holds template expressions ({{ … }}), which have to be rendered first.`
      : `${reason}.`,
  };
}
