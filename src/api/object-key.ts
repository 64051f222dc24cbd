/** `NAMESPACE/NAME`: what work queues and indexes of one kind know an object by. */
export function objectKey({ metadata }: ObjectIdentity): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name ?? ''}`;
}

interface ObjectIdentity {
  readonly metadata: { readonly namespace?: string | undefined; readonly name?: string | undefined };
}
