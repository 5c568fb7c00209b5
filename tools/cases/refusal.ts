import { DomainError } from "#domain/error.ts";

/** What an action returned, or the sentence with which the domain refused it. Other errors pass through. */
export function attempt<Value>(
  action: () => Value,
): { readonly value: Value } | { readonly refused: string } {
  try {
    return { value: action() };
  } catch (error) {
    if (error instanceof DomainError) return { refused: error.message };
    throw error;
  }
}
