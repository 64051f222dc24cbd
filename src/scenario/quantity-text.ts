import { parseQuantity, QuantityError } from '../api/quantity.ts';

/** Whether a text is a Kubernetes quantity. */
export function isQuantityText(text: string): boolean {
  try {
    return parseQuantity(text) !== undefined;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}
