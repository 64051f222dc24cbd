/**
 * The value of a property that an object has itself. Every object also inherits names such as `constructor` and `__proto__`, and an image, a
 * label or a metric may be called so: look up by names from outside only through here. Undefined if there is no such property.
 */
export function own<T>(object: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a property; an assignment to `__proto__` would change the prototype instead. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
