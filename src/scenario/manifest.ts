import type { JsonObject } from '../api/json.ts';
import type { KubeObject, Resource } from '../api/resources.ts';
import type { YamlPath } from './yaml-path.ts';
import type { YamlDocument } from './yaml-reader.ts';

/** A manifest file: its name as the user knows it, and its text. */
export interface ManifestText {
  readonly name: string;
  readonly text: string;
  /** The folder that was named, if it was not the file itself. */
  readonly folder?: string;
}

/** An object of a manifest file, with where it stands: the document, and its path in it (inside a List it is not the root). */
export interface Manifest {
  readonly object: JsonObject;
  readonly resource: Resource<KubeObject>;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly document: YamlDocument;
  readonly path: YamlPath;
  /** The folder that was named, if it was not the file itself: its files are applied one after the other, as by `kubectl apply -f`. */
  readonly folder?: string;
  /** Nothing in the model acts on its kind. */
  readonly unknownKind: boolean;
}
