/** A label selector, ready to match. */
export interface Selector {
  matches(labels: Readonly<Record<string, string>> | undefined): boolean;
  /** Canonical text, as `labels.Selector.String()`. */
  toString(): string;
}
