/** The parts of a parsed JSONPath template. Source: k8s.io/client-go/util/jsonpath/node.go. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'identifier'; readonly name: string }
  | ArrayNode
  | FilterNode
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'union'; readonly lists: readonly (readonly Node[])[] }
  | { readonly kind: 'list'; readonly nodes: readonly Node[] };

/** Start, end and step of a slice; undefined where none was written. */
export interface ArrayNode {
  readonly kind: 'array';
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** A single index: the end follows from the start. */
  readonly derived: boolean;
  readonly step: number | undefined;
}

export interface FilterNode {
  readonly kind: 'filter';
  readonly left: readonly Node[];
  /** `exists`, or what stood between the two sides, whatever it is. */
  readonly operator: string;
  readonly right: readonly Node[];
}

/** A template: plain texts, and lists for what stands in braces. */
export type Template = readonly Node[];

/** What is wrong with a template, in the words of the reference. */
export class JsonPathSyntaxError extends Error {}
