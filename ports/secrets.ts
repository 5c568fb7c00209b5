/** Where a secret belongs; a ciphertext moved to another place does not open. */
export interface SecretPlace {
  readonly organizationId: string;
  readonly table: string;
  readonly row: string;
  readonly field: string;
}

/** Seals and opens small secrets. Opening a ciphertext that is broken or from another place throws. */
export interface Secrets {
  seal(plaintext: string, place: SecretPlace): string;
  open(ciphertext: string, place: SecretPlace): string;
}
