/** A key pair for signing commits. */
export interface NewSigningKey {
  /** One line as OpenSSH writes public keys. */
  readonly publicKey: string;
  /** PKCS#8 in PEM; sealed before it is stored, never logged. */
  readonly privateKey: string;
}

/** Makes key pairs for signing commits. */
export interface SigningKeys {
  /** The comment ends the public key's line; it may hold no line break. */
  make(comment: string): NewSigningKey;
}
