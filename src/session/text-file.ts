/** A file that a front end writes, or offers for download. */
export interface TextFile {
  readonly name: string;
  /** The text, or its pieces in order: they are made when they are written, after the files before this one. */
  readonly text: string | Iterable<string>;
}
