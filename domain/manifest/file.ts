import { LineCounter, parseAllDocuments } from "yaml";
import type { Document } from "yaml";

import { DomainError } from "#domain/error.ts";

import { composeTree } from "./compose-tree.ts";
import type { Embedding } from "./compose-tree.ts";
import type { Place, YamlNode } from "./yaml-node.ts";

/** Something in a file that keeps it, or a part of it, from being read. Line and column count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ManifestDocument {
  /** Counts every document of the file, the empty ones too. */
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

const longestText = 1024 * 1024;
const tooDeep = "The values are nested too deeply";

/**
 * Reads every document of a YAML file. Never throws: what cannot be read is a problem with its place, and the
 * documents before that place are still there.
 */
export function parseManifestFile(path: string, text: string): ManifestFile {
  if (text.length > longestText) {
    const message = "The file is larger than 1 MB and was not read.";
    return { path, text, documents: [], problems: [{ file: path, line: 1, column: 1, message }] };
  }
  return { path, text, ...readDocuments({ path, text }) };
}

/** Reads YAML that stands as a text inside another file, such as an inline patch. Same promises. */
export function parseEmbedded(text: string, place: Place, firstLine: number): ManifestFile {
  const path = place.source.file;
  return { path, text, ...readDocuments({ path, text, embedding: { place, firstLine } }) };
}

interface Reading {
  readonly path: string;
  readonly text: string;
  readonly embedding?: Embedding;
}

function readDocuments(reading: Reading): Pick<ManifestFile, "documents" | "problems"> {
  const lines = new LineCounter();
  const documents: ManifestDocument[] = [];
  try {
    for (const document of parseDocuments(reading.text, lines)) {
      documents.push(readDocument(reading, { document, lines, index: documents.length }));
    }
    return { documents, problems: [] };
  } catch (error) {
    return { documents, problems: [problemOf(reading, lines, error)] };
  }
}

/** The documents as the YAML library sees them, with source positions. Keys are checked by the tree instead. */
export function parseDocuments(text: string, lines?: LineCounter): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(text, {
    ...(lines === undefined ? {} : { lineCounter: lines }),
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  return Array.isArray(parsed) ? parsed : [];
}

function readDocument(
  reading: Reading,
  parsed: {
    readonly document: Document.Parsed;
    readonly lines: LineCounter;
    readonly index: number;
  },
): ManifestDocument {
  const { document, lines, index } = parsed;
  const [error] = document.errors;
  if (error !== undefined) {
    const message = error.code === "RESOURCE_EXHAUSTION" ? tooDeep : error.message;
    throw new DomainError("invalid", message, { offset: error.pos[0] });
  }
  const { embedding } = reading;
  const source = embedding?.place.source ?? { file: reading.path, document: index };
  const input = { document, lines, source };
  const tree = composeTree(embedding === undefined ? input : { ...input, embedding });
  return { index, line: tree.place.line, tree };
}

function problemOf(reading: Reading, lines: LineCounter, error: unknown): Problem {
  const offset = error instanceof DomainError ? Number(error.data["offset"] ?? 0) : 0;
  const { line, col } = lines.linePos(Math.min(offset, reading.text.length));
  const reason = error instanceof DomainError ? error.message : tooDeep;
  return {
    file: reading.path,
    line: Math.max(line, 1) + (reading.embedding ? reading.embedding.firstLine - 1 : 0),
    column: Math.max(col, 1),
    message: reading.text.includes("{{")
      ? `${reason}. The file holds template expressions ({{ … }}), which have to be rendered first.`
      : `${reason.replace(/\.$/, "")}.`,
  };
}
