/*
 * Bounds that keep every expression short in time and memory. The reference has only the memory budget of its machine
 * (vm/vm.go MemoryBudget, in elements of lists and maps); the others are far beyond what a person writes.
 */

/** UTF-16 units of an expression's text. */
export const MAX_TEXT = 100_000;

/** How deep expressions may be nested; a chain of n operators is n deep. */
export const MAX_DEPTH = 300;

/** Elements of lists and maps that a run may make: as in the reference. */
export const MEMORY_BUDGET = 1_000_000;

/** Bytes of text that a run may make. */
export const TEXT_BUDGET = 1 << 26;

/** Steps of a run: evaluated nodes, and elements or bytes that a builtin looks at. */
export const STEP_BUDGET = 20_000_000;
